package dev.vitrine.testkit.soak;

import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.TranscoderProcesses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One show with a rendition, whose worker process is killed at random moments while strict viewers watch the source and the
 * rendition.
 *
 * <pre>
 *   encoder ──▶ server ──▶ source ───────────────▶ viewer who must not notice
 *                  │ ▲
 *                  ▼ │ pictures      rendition ──▶ viewer who may see a still or a gap, and must not be refused
 *               worker (kill -9, is started again by the server)
 * </pre>
 *
 * Not allowed: a gap or a discontinuity in the source; anything listed that is not there; a rule of the draft broken from
 * one reload to the next; more threads, descriptors or memory in the server at the end than after the first kills.
 */
public final class LadderSoak {

    private static final String RENDITION = "144p";
    private static final String CONFIGURATION =
            "transcode: {mode: \"on\", renditions: [" + RENDITION + "], preset: ultrafast}\n";

    private static final int MORE_THREADS = 6;
    private static final int MORE_DESCRIPTORS = 10;
    private static final double MORE_HEAP_MB = 24;

    private final Plan plan;
    private final Path directory;
    private final Random random;
    private final Report report = new Report();

    /**
     * What is done to the workers.
     *
     * @param server the command that starts it
     * @param settleKills after so many the server is measured for the first time
     * @param pauseMillis between kills: half of it to one and a half of it, at random
     */
    public record Plan(List<String> server, int kills, int settleKills, int pauseMillis, long seed) {

        public Plan {
            server = List.copyOf(server);
        }
    }

    private LadderSoak(Plan plan, Path directory) {
        this.plan = plan;
        this.directory = directory;
        this.random = new Random(plan.seed());
    }

    /** Runs the plan; everything it needs on disk is in {@code directory}. */
    public static Report run(Plan plan, Path directory) throws IOException, InterruptedException {
        return new LadderSoak(plan, directory).run();
    }

    /** {@code LadderSoak KILLS SEED COMMAND…}; exit code 1 when something was seen that must not be. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long seed = Long.parseLong(arguments[1]);
        System.out.println("seed " + seed);
        Plan plan = new Plan(
                List.of(arguments).subList(2, arguments.length), Integer.parseInt(arguments[0]), 5, 6_000, seed);
        Report report = run(plan, Files.createTempDirectory("vitrine-soak"));
        System.out.print(report.text());
        System.exit(report.violations().isEmpty() ? 0 : 1);
    }

    private Report run() throws IOException, InterruptedException {
        report.row("seed", plan.seed());
        Stage stage = Stage.in(directory, List.of(), CONFIGURATION);
        ShopDesk desk = stage.desk();
        Path clip = Encoder.file(
                directory.resolve("clip.flv"),
                Programme.standard()
                        .bFrames(2)
                        .videoKbps(300)
                        .lasting(Duration.ofSeconds(20))
                        .asFastAsPossible());
        try (ServerProcess server = new ServerProcess(plan.server(), stage.environment(), line -> {})) {
            server.start();
            Stage.await("the server", () -> desk.answers());
            ReconnectingEncoder encoder = new ReconnectingEncoder(clip, stage.rtmp());
            try {
                watch(stage, server);
            } finally {
                encoder.close();
            }
        }
        return report;
    }

    private void watch(Stage stage, ServerProcess server) throws IOException, InterruptedException {
        Stage.await("the show", () -> stage.desk().isLive());
        long began = System.nanoTime();
        Stage.await("the rendition", () -> stage.media(RENDITION).isPresent());
        URI media = stage.media(RENDITION).orElseThrow();
        Stage.await("its first picture", () -> isMade(media));
        try (StrictViewer ofSource = new StrictViewer(stage.hls(), 0);
                StrictViewer ofRendition = new StrictViewer(media, 1)) {
            kill(stage, server);
            int reloads = ofRendition.reloads();
            Stage.await("the rendition to go on", () -> ofRendition.reloads() > reloads + 8);
            report.row("seconds of show", (System.nanoTime() - began) / 1_000_000_000L);
            judge("source", ofSource.seen(), true);
            judge(RENDITION, ofRendition.seen(), false);
        }
    }

    /** Before that there is nothing to stand in for what is missing. */
    private static boolean isMade(URI media) {
        return HlsClient.load(media).segments().stream()
                .flatMap(segment -> segment.map().stream())
                .findFirst()
                .filter(init -> HlsClient.get(init).statusCode() == 200)
                .isPresent();
    }

    private void kill(Stage stage, ServerProcess server) throws IOException, InterruptedException {
        Optional<ServerCost> before = Optional.empty();
        for (int kills = 0; kills < plan.kills(); kills++) {
            if (kills == plan.settleKills()) {
                before = Optional.of(ServerCost.of(server.pid(), stage.hls()));
            }
            Thread.sleep(plan.pauseMillis() / 2 + random.nextInt(plan.pauseMillis()));
            Stage.await("a worker to kill", () -> worker(server).isPresent());
            worker(server).ifPresent(ProcessHandle::destroyForcibly);
        }
        report.row("worker kills", plan.kills());
        Stage.await("a worker again", () -> worker(server).isPresent());
        if (before.isPresent()) {
            ServerCost after = ServerCost.of(server.pid(), stage.hls());
            report.row("server after " + plan.settleKills() + " kills", before.get());
            report.row("server after all", after);
            ServerCost first = before.get();
            if (after.threads() > first.threads() + MORE_THREADS
                    || after.descriptors() > first.descriptors() + MORE_DESCRIPTORS
                    || after.heap() > first.heap() + MORE_HEAP_MB) {
                report.violation("the server has grown from " + first + " to " + after);
            }
        }
    }

    private static Optional<ProcessHandle> worker(ServerProcess server) {
        return ProcessHandle.of(server.pid()).stream()
                .flatMap(process -> TranscoderProcesses.below(process).stream())
                .findFirst();
    }

    private void judge(String who, Seen seen, boolean untouched) {
        seen.findings.forEach(finding -> report.violation(who + ": " + finding));
        if (seen.partsTaken > 0) {
            report.violation(
                    who + ": " + seen.partsTaken + " parts were listed and refused, the last " + seen.lastTaken);
        }
        if (untouched && !(seen.gaps.isEmpty() && seen.discontinuities.isEmpty())) {
            report.violation(who + ": gaps in segments " + seen.gaps + ", discontinuities at " + seen.discontinuities);
        }
        report.row(
                who,
                seen.reloads + " reloads, " + seen.partsLoaded + " parts, " + seen.gaps.size()
                        + " segments with gaps, segments " + seen.firstSequence + " to " + seen.lastSequence);
    }
}
