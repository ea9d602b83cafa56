package dev.vitrine.testkit.soak;

import dev.vitrine.testkit.FlashAndBeep;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.HlsPlaylist.Segment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One show with a rendition, which flashes and beeps at each second; now and then the same segments of the source and of the
 * rendition are decoded.
 *
 * <p>Not allowed: a flash of the rendition at another time than the source's; sound that moves against the picture by a
 * picture's time from the first look to the last, in either.
 */
public final class DriftSoak {

    private static final String RENDITION = "144p";
    private static final String CONFIGURATION =
            "transcode: {mode: \"on\", renditions: [" + RENDITION + "], preset: ultrafast}\n";
    private static final double FRAME_SECONDS = 1 / 30.0;

    /** Of the decoder's clock, which counts in milliseconds at worst. */
    private static final double SAME_SECONDS = 0.0015;

    private final Plan plan;
    private final Path directory;
    private final Report report = new Report();
    private OptionalDouble firstOfSource = OptionalDouble.empty();
    private OptionalDouble firstOfRendition = OptionalDouble.empty();

    /**
     * How long it is looked at.
     *
     * @param server the command that starts it
     * @param looks how often, in equal distances
     */
    public record Plan(List<String> server, Duration length, int looks) {

        public Plan {
            server = List.copyOf(server);
        }
    }

    private DriftSoak(Plan plan, Path directory) {
        this.plan = plan;
        this.directory = directory;
    }

    /** Runs the plan; everything it needs on disk is in {@code directory}. */
    public static Report run(Plan plan, Path directory) throws IOException, InterruptedException {
        return new DriftSoak(plan, directory).run();
    }

    /** {@code DriftSoak MINUTES COMMAND…}; exit code 1 when something was seen that must not be. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int minutes = Integer.parseInt(arguments[0]);
        Plan plan = new Plan(List.of(arguments).subList(1, arguments.length), Duration.ofMinutes(minutes), minutes + 1);
        Report report = run(plan, Files.createTempDirectory("vitrine-soak"));
        System.out.print(report.text());
        System.exit(report.violations().isEmpty() ? 0 : 1);
    }

    private Report run() throws IOException, InterruptedException {
        Stage stage = Stage.in(directory, List.of(), CONFIGURATION);
        Path programme = FlashAndBeep.file(
                directory.resolve("programme.flv"), plan.length().plusSeconds(60));
        try (ServerProcess server = new ServerProcess(plan.server(), stage.environment(), line -> {})) {
            server.start();
            Stage.await("the server", () -> stage.desk().answers());
            ReconnectingEncoder encoder = new ReconnectingEncoder(programme, stage.rtmp());
            try {
                Stage.await("the show", () -> stage.desk().isLive());
                Stage.await("the rendition", () -> stage.media(RENDITION).isPresent());
                follow(stage);
            } finally {
                encoder.close();
            }
        }
        return report;
    }

    private void follow(Stage stage) throws IOException, InterruptedException {
        URI source = stage.media("source").orElseThrow();
        URI rendition = stage.media(RENDITION).orElseThrow();
        Stage.await(
                "four segments", () -> HlsClient.load(source).completeSegments().size() >= 4);
        long began = System.nanoTime();
        for (int look = 0; look < plan.looks(); look++) {
            long next = began + plan.length().toNanos() * look / Math.max(plan.looks() - 1, 1);
            while (System.nanoTime() < next) {
                HlsClient.load(rendition); // somebody watches
                Thread.sleep(1_000);
            }
            compare(source, rendition);
        }
    }

    private void compare(URI source, URI rendition) throws IOException {
        List<Segment> newest = HlsClient.load(source).completeSegments();
        long last = newest.get(newest.size() - 1).sequence();
        FlashAndBeep.Heard ofSource = decoded(source, last);
        FlashAndBeep.Heard ofRendition = decoded(rendition, last);
        double behind = ofSource.soundBehindPicture().orElse(Double.NaN);
        double behindInRendition = ofRendition.soundBehindPicture().orElse(Double.NaN);
        firstOfSource = firstOfSource.isPresent() ? firstOfSource : OptionalDouble.of(behind);
        firstOfRendition = firstOfRendition.isPresent() ? firstOfRendition : OptionalDouble.of(behindInRendition);
        String where =
                "at " + Math.round(ofSource.flashes().stream().findFirst().orElse(-1.0)) + " s";
        report.row(
                where,
                ofSource.flashes().size() + " flashes; sound behind picture, ms: source " + millis(behind) + ", "
                        + RENDITION + " " + millis(behindInRendition));
        report.violationUnless(
                isSame(ofSource.flashes(), ofRendition.flashes()),
                where + ": flashes of the source at " + ofSource.flashes() + ", of the rendition at "
                        + ofRendition.flashes());
        // Not "more than": what was not heard is no number, and no good either.
        report.violationUnless(
                Math.abs(behind - firstOfSource.getAsDouble()) < FRAME_SECONDS,
                where + ": sound of the source is " + millis(behind) + " ms behind, was "
                        + millis(firstOfSource.getAsDouble()));
        report.violationUnless(
                Math.abs(behindInRendition - firstOfRendition.getAsDouble()) < FRAME_SECONDS,
                where + ": sound of the rendition is " + millis(behindInRendition) + " ms behind, was "
                        + millis(firstOfRendition.getAsDouble()));
    }

    /** The segment and the one before it. */
    private FlashAndBeep.Heard decoded(URI media, long last) throws IOException {
        HlsPlaylist playlist = HlsClient.load(media);
        Path file = directory.resolve("look.mp4");
        try (OutputStream out = Files.newOutputStream(file)) {
            List<Segment> two = playlist.segments().stream()
                    .filter(segment -> segment.sequence() == last - 1 || segment.sequence() == last)
                    .toList();
            out.write(HlsClient.get(two.get(0).map().orElseThrow()).body());
            for (Segment segment : two) {
                out.write(HlsClient.get(segment.uri().orElseThrow()).body());
            }
        }
        return FlashAndBeep.in(file);
    }

    private static boolean isSame(List<Double> flashes, List<Double> others) {
        if (flashes.isEmpty() || flashes.size() != others.size()) {
            return false;
        }
        for (int n = 0; n < flashes.size(); n++) {
            if (Math.abs(flashes.get(n) - others.get(n)) > SAME_SECONDS) {
                return false;
            }
        }
        return true;
    }

    private static String millis(double seconds) {
        return String.format("%.1f", seconds * 1e3);
    }
}
