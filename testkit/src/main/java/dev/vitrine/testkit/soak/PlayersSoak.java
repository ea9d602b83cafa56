package dev.vitrine.testkit.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.HlsPlaylist.Segment;
import dev.vitrine.testkit.Programme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Real players in a real browser through all that can fail: they join a running show, go back, return to the live edge, and
 * meanwhile the encoder is killed and comes back, and the server is killed and started again eight seconds later.
 *
 * <pre>
 *   each round:  10 % encoder killed, away for 3 s   50 % server killed, away for 8 s   80 % encoder killed again
 *   all along:   a pin every three seconds
 * </pre>
 *
 * Not allowed: a player that stands still at the end, has played less than {@value #LEAST_PLAYED} of what there was to play,
 * was not told of an acknowledged cue, or has shown one before its picture or as a rule after it; our own must have shown each
 * that lasted. No page is loaded anew: what a page has seen would be gone with it. Players without a browser watch a
 * {@link CalmShow} meanwhile.
 */
public final class PlayersSoak {

    private static final Duration ENCODER_AWAY = Duration.ofSeconds(3);
    private static final Duration SERVER_AWAY = Duration.ofSeconds(8);
    private static final Duration PIN_EVERY = Duration.ofSeconds(3);
    /** What a newcomer needs to go back by 12 s. */
    private static final double SECONDS_BEFORE = 16;
    /** A cue that holds for less of the picture than this may fall between two looks. */
    private static final double LASTING_SECONDS = 1.5;

    private static final double LEAST_PLAYED = 0.6;

    private final Plan plan;
    private final Path directory;
    private final Stage stage;
    private final Report report = new Report();
    private final List<Pin> pins = Collections.synchronizedList(new ArrayList<>());

    /**
     * What is done to the show.
     *
     * @param server the command that starts it
     * @param web the folder of {@code players.mjs}
     * @param players as it names them, and {@link NativePlayer}s
     * @param seconds each of them plays
     * @param rounds of failures in that time
     */
    public record Plan(List<String> server, Path web, List<String> players, int seconds, int rounds) {

        public Plan {
            server = List.copyOf(server);
            players = List.copyOf(players);
        }

        private List<String> inBrowsers() {
            return players.stream()
                    .filter(player -> !NativePlayer.names().contains(player))
                    .toList();
        }

        private List<String> natives() {
            return players.stream().filter(NativePlayer.names()::contains).toList();
        }
    }

    /** A cue that was acknowledged. */
    private record Pin(long q, Instant start) {}

    /** A stretch in which there was nothing to play. */
    private record Gap(Instant start, Instant end) {}

    private PlayersSoak(Plan plan, Path directory) throws IOException {
        this.plan = plan;
        this.directory = directory;
        this.stage = Stage.in(directory);
    }

    /** Runs the plan; everything it needs on disk is in {@code directory}. */
    public static Report run(Plan plan, Path directory) throws IOException, InterruptedException {
        return new PlayersSoak(plan, directory).run();
    }

    /** {@code PlayersSoak WEB-FOLDER SECONDS ROUNDS PLAYER,PLAYER… COMMAND…}; exit code 1 when something must not be. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Plan plan = new Plan(
                List.of(arguments).subList(4, arguments.length),
                Path.of(arguments[0]),
                List.of(arguments[3].split(",", -1)),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]));
        Report report = run(plan, Files.createTempDirectory("vitrine-players"));
        System.out.print(report.text());
        System.exit(report.violations().isEmpty() ? 0 : 1);
    }

    private Report run() throws IOException, InterruptedException {
        try (CalmShow calm = new CalmShow(directory.resolve("calm"), plan.server())) {
            CompletableFuture<Void> started = CompletableFuture.runAsync(() -> calm.start(plan.natives()));
            if (plan.inBrowsers().isEmpty()) {
                started.join();
                Thread.sleep(Duration.ofSeconds(plan.seconds()).toMillis());
            } else {
                failingShow();
            }
            started.join();
            calm.judge(report);
        }
        return report;
    }

    private void failingShow() throws InterruptedException {
        try (ServerProcess server = new ServerProcess(plan.server(), stage.environment(), line -> {})) {
            server.start();
            Stage.await("the server", stage.desk()::answers);
            stage.desk().product("TS-01");
            stage.desk().product("TS-02");
            try (NumberedEncoder encoder =
                    new NumberedEncoder(Programme.standard().bFrames(2), stage.rtmp())) {
                Stage.await("the show", stage.desk()::isLive);
                Stage.await("a past to go back to", () -> seconds(stage.media(), false) > SECONDS_BEFORE);
                watch(encoder, server);
            }
        }
    }

    private void watch(NumberedEncoder encoder, ServerProcess server) throws InterruptedException {
        Duration seconds = Duration.ofSeconds(plan.seconds());
        try (BrowserPlayers players =
                new BrowserPlayers(plan.web(), stage.hls(), plan.inBrowsers(), seconds, "--seek")) {
            Instant began = Instant.now();
            AtomicBoolean over = new AtomicBoolean();
            Thread desk = new Thread(() -> pinUntil(over), "shop desk");
            desk.setDaemon(true);
            desk.start();
            fail(encoder, server);
            List<JsonNode> seen = players.seen();
            over.set(true);
            desk.join();
            HlsPlaylist playlist = stage.media();
            report.row("seconds of gaps", Math.round(seconds(playlist, true)));
            report.row("cues acknowledged", pins.size());
            seen.forEach(player -> judge(player, began, playlist));
        }
    }

    private void fail(NumberedEncoder encoder, ServerProcess server) throws InterruptedException {
        long began = System.nanoTime();
        double round = 1.0 * plan.seconds() / plan.rounds();
        for (int i = 0; i < plan.rounds(); i++) {
            pauseUntil(began, (i + 0.1) * round);
            Stage.await("an encoder to kill", () -> encoder.kill(ENCODER_AWAY));
            pauseUntil(began, (i + 0.5) * round);
            server.kill();
            Thread.sleep(SERVER_AWAY.toMillis());
            server.start();
            pauseUntil(began, (i + 0.8) * round);
            Stage.await("an encoder to kill", () -> encoder.kill(ENCODER_AWAY));
        }
        report.row("encoder kills", 2 * plan.rounds());
        report.row("server kills", plan.rounds());
    }

    private void pinUntil(AtomicBoolean over) {
        try {
            for (int i = 0; !over.get(); i++) {
                stage.desk()
                        .pin(i % 2 == 0 ? "TS-01" : "TS-02")
                        .ifPresent(cue -> pins.add(new Pin(
                                cue.get("q").asLong(),
                                Instant.parse(cue.get("start").asText()))));
                Thread.sleep(PIN_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void judge(JsonNode seen, Instant began, HlsPlaylist playlist) {
        String player = seen.get("player").asText();
        boolean ours = player.equals("vitrine");
        List<Gap> gaps = gaps(playlist);
        Instant end = began.plusSeconds(plan.seconds());
        double toPlay = plan.seconds() - seconds(playlist, true);
        Set<Long> told = numbers(seen.get("cues"));
        Set<Long> shown = numbers(seen.get("shown"));
        Set<Long> notTold = new TreeSet<>();
        Set<Long> notShown = new TreeSet<>();
        for (int i = 0; i < pins.size() - 1; i++) {
            Pin pin = pins.get(i);
            Instant until = pins.get(i + 1).start();
            // From when everybody was on air, to when the last pictures were still on their way to the slowest.
            if (pin.start().isBefore(began.plusSeconds(12)) || until.isAfter(end.minusSeconds(15))) {
                continue;
            }
            if (!ours && !told.contains(pin.q())) {
                notTold.add(pin.q());
            }
            if (!shown.contains(pin.q())
                    && !isLeftOut(seen, pin.start(), until)
                    && playable(pin.start(), until, gaps) > LASTING_SECONDS) {
                notShown.add(pin.q());
            }
        }
        List<Integer> off =
                seen.at("/frames/helper").valueStream().map(JsonNode::asInt).toList();
        report.row(
                player + " " + seen.get("version").asText(),
                "played " + seen.get("played").asDouble() + " of " + Math.round(toPlay) + " s, stalls "
                        + seen.get("stalls") + ", began anew " + seen.get("restarts") + ", fatal "
                        + seen.get("fatal") + ", latency " + seen.get("latency")
                        + ", not told of " + notTold + ", not shown " + notShown + ", phases " + seen.get("phases")
                        + ", pictures " + seen.at("/frames/pictures") + ", ms off " + seen.at("/frames/date")
                        + ", s behind " + seen.at("/frames/behind") + ", pictures off "
                        + off);
        report.violationUnless(seen.get("still").asDouble() < 2, player + " stands still at the end");
        report.violationUnless(
                seen.get("played").asDouble() > LEAST_PLAYED * toPlay,
                player + " played " + seen.get("played") + " of " + Math.round(toPlay) + " s");
        report.violationUnless(notTold.isEmpty(), player + " was not told of " + notTold);
        report.violationUnless(!ours || notShown.isEmpty(), player + " has not shown " + notShown);
        // Late is who was told late: a player that reads the playlist again after an outage. Early would be wrong.
        report.violationUnless(
                off.stream().noneMatch(pictures -> pictures < 0)
                        && off.stream().filter(pictures -> pictures == 0).count() * 2 >= off.size(),
                player + " showed cues on other pictures than theirs: " + off);
    }

    /** Whether the viewer had gone back when it held, and came again when it was over. */
    private static boolean isLeftOut(JsonNode seen, Instant start, Instant until) {
        JsonNode dates = seen.get("leftOut");
        return dates.size() == 2
                && start.toEpochMilli() > dates.get(0).asLong()
                && until.toEpochMilli() < dates.get(1).asLong();
    }

    private static double seconds(HlsPlaylist playlist, boolean gaps) {
        return playlist.segments().stream()
                .filter(segment -> segment.gap() == gaps)
                .mapToDouble(Segment::seconds)
                .sum();
    }

    private static List<Gap> gaps(HlsPlaylist playlist) {
        return playlist.segments().stream()
                .filter(Segment::gap)
                .flatMap(segment ->
                        segment
                                .date()
                                .map(date -> new Gap(date, date.plusMillis(Math.round(segment.seconds() * 1000))))
                                .stream())
                .toList();
    }

    /** Seconds from {@code start} to {@code end} in which there was a picture. */
    private static double playable(Instant start, Instant end, List<Gap> gaps) {
        double seconds = Duration.between(start, end).toMillis() / 1000.0;
        for (Gap gap : gaps) {
            Instant from = Stream.of(gap.start(), start).max(Instant::compareTo).orElseThrow();
            Instant to = Stream.of(gap.end(), end).min(Instant::compareTo).orElseThrow();
            seconds -= Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
        }
        return seconds;
    }

    private static Set<Long> numbers(JsonNode array) {
        Set<Long> numbers = new TreeSet<>();
        array.forEach(number -> numbers.add(number.asLong()));
        return numbers;
    }

    private static void pauseUntil(long began, double seconds) throws InterruptedException {
        long left = began + (long) (seconds * 1e9) - System.nanoTime();
        if (left > 0) {
            Thread.sleep(Duration.ofNanos(left).toMillis());
        }
    }
}
