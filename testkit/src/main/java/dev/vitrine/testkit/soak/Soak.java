package dev.vitrine.testkit.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.HlsPlaylist.Segment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * One show, kills at random moments, strict viewers and real players, and the replay held against what they saw.
 *
 * <pre>
 *   encoder (kill -9, comes again by itself) ──▶ server (kill -9, is started again) ──▶ viewers who never start over,
 *                                                    ▲ a pin with every kill             players in a browser
 * </pre>
 *
 * Not allowed: an answer that makes a player start over; a rule of the draft broken from one reload to the next; an
 * acknowledged cue that a viewer, a player or the replay has not, or has otherwise; a part that viewers loaded and the replay
 * has not (but for what a kill took in the very moment, which is counted); a player that gives up, loads the address anew, or
 * does not come to the end of the show.
 */
public final class Soak {

    /** A player that follows at a distance has not seen what a kill took, nor each second between two of them. */
    private static final double LEAST_PLAYED = 0.6;

    /** From an encoder's first key frame to a viewer's playlist; a machine that starts a server and a browser is at times busy. */
    private static final long MOST_MILLIS_TO_LIST = 1_000;

    /** A viewer may have the media before this has read of it in the server's log; kills are further apart. */
    private static final long LOG_LATE_NANOS = 500_000_000;

    /** In which a browser has begun to play. */
    private static final long BROWSER_MILLIS = 5_000;

    private final Plan plan;
    private final Path directory;
    private final Random random;
    private final Report report = new Report();
    private final List<Long> liveAgain = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> serverKills = new ArrayList<>();
    private final List<Pin> pins = new ArrayList<>();
    private int pinsRefused;

    /**
     * What is done to the show.
     *
     * @param server the command that starts it
     * @param web the folder of {@code players.mjs}
     * @param players in a browser, as it names them
     * @param pauseMillis between kills: half of it to one and a half of it, at random
     */
    public record Plan(
            List<String> server,
            Path web,
            List<String> players,
            int encoderKills,
            int serverKills,
            int viewers,
            int pauseMillis,
            long seed) {

        public Plan {
            server = List.copyOf(server);
            players = List.copyOf(players);
        }

        /** Nobody watches for longer. */
        private Duration atMost() {
            return Duration.ofMillis((encoderKills + serverKills) * (pauseMillis * 3L / 2 + 20_000))
                    .plusMinutes(2);
        }
    }

    /** A cue that was acknowledged. */
    private record Pin(String id, long q, Instant start, String sku) {}

    private Soak(Plan plan, Path directory) {
        this.plan = plan;
        this.directory = directory;
        this.random = new Random(plan.seed());
    }

    /** Runs the plan; everything it needs on disk is in {@code directory}. */
    public static Report run(Plan plan, Path directory) throws IOException, InterruptedException {
        return new Soak(plan, directory).run();
    }

    /** {@code Soak WEB-FOLDER ENCODER-KILLS SERVER-KILLS PAUSE-MS SEED COMMAND…}; exit code 1 when something was seen that must not be. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long seed = Long.parseLong(arguments[4]);
        System.out.println("seed " + seed);
        Plan plan = new Plan(
                List.of(arguments).subList(5, arguments.length),
                Path.of(arguments[0]),
                List.of("hls.js"),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                3,
                Integer.parseInt(arguments[3]),
                seed);
        Report report = run(plan, Files.createTempDirectory("vitrine-soak"));
        System.out.print(report.text());
        System.exit(report.violations().isEmpty() ? 0 : 1);
    }

    private Report run() throws IOException, InterruptedException {
        report.row("seed", plan.seed());
        Stage stage = Stage.in(directory);
        ShopDesk desk = stage.desk();
        long began = System.nanoTime();
        try (ServerProcess server = new ServerProcess(plan.server(), stage.environment(), this::serverSaid)) {
            server.start();
            Stage.await("the server", () -> desk.answers());
            desk.product("TS-01");
            desk.product("TS-02");
            try (ReconnectingEncoder encoder = new ReconnectingEncoder(Clip.in(directory), stage.rtmp())) {
                Stage.await("the show", desk::isLive);
                try (BrowserPlayers players =
                        new BrowserPlayers(plan.web(), stage.hls(), plan.players(), plan.atMost(), "--plain")) {
                    show(stage, encoder, server, players);
                }
            }
            report.row("seconds of show", (System.nanoTime() - began) / 1_000_000_000L);
        }
        return report;
    }

    private void show(Stage stage, ReconnectingEncoder encoder, ServerProcess server, BrowserPlayers players)
            throws InterruptedException {
        ShopDesk desk = stage.desk();
        List<StrictViewer> viewers = new ArrayList<>();
        for (int i = 0; i < plan.viewers(); i++) {
            viewers.add(new StrictViewer(stage.hls(), i));
        }
        Stage.await("the viewers", () -> viewers.stream().allMatch(viewer -> viewer.reloads() > 3));
        pause(BROWSER_MILLIS);
        String show = desk.show();
        kill(desk, encoder, server);
        pause(3_000);
        Stage.await("the show to go on", desk::isLive);
        pin(desk);
        pause(3_000);
        if (!show.equals(desk.show())) {
            report.violation("the show " + show + " became " + desk.show());
        }
        encoder.close();
        Stage.await(
                "the end",
                () -> desk.call("POST", "/api/v1/channels/main/end", "").isPresent());
        Stage.await("the viewers' end", () -> viewers.stream().allMatch(StrictViewer::isOver));
        List<Seen> seen = viewers.stream().map(StrictViewer::seen).toList();
        judge(seen);
        HlsPlaylist replay = judgeReplay(desk, stage.replay(show), show, seen);
        double toPlay = replay.segments().stream()
                .filter(segment -> !segment.gap())
                .mapToDouble(Segment::seconds)
                .sum();
        players.seen().forEach(player -> judge(player, toPlay));
    }

    private void kill(ShopDesk desk, ReconnectingEncoder encoder, ServerProcess server) throws InterruptedException {
        List<Boolean> kills = new ArrayList<>(Collections.nCopies(plan.encoderKills(), false));
        kills.addAll(Collections.nCopies(plan.serverKills(), true));
        Collections.shuffle(kills, random);
        int encoders = 0;
        int servers = 0;
        for (boolean ofServer : kills) {
            pause(plan.pauseMillis() / 2 + random.nextInt(plan.pauseMillis()));
            if (ofServer) {
                serverKills.add(System.nanoTime());
                server.kill();
                servers++;
                pause(random.nextInt(1_000));
                server.start();
                Stage.await("the server to be back", () -> desk.answers());
            } else {
                Stage.await("an encoder to kill", encoder::kill);
                encoders++;
            }
            pin(desk);
        }
        report.row("encoder kills", encoders);
        report.row("server kills", servers);
    }

    /** Two products in turn; what is refused is asked again with the next kill. */
    private void pin(ShopDesk desk) throws InterruptedException {
        String sku = pins.size() % 2 == 0 ? "TS-01" : "TS-02";
        Optional<JsonNode> answer = desk.pin(sku);
        answer.ifPresentOrElse(
                cue -> pins.add(new Pin(
                        cue.get("id").asText(),
                        cue.get("q").asLong(),
                        Instant.parse(cue.get("start").asText()),
                        sku)),
                () -> pinsRefused++);
    }

    private void serverSaid(String line) {
        if (line.contains("channel main: live, show ")) {
            liveAgain.add(System.nanoTime());
        }
    }

    private void judge(List<Seen> viewers) {
        for (int i = 0; i < viewers.size(); i++) {
            Seen seen = viewers.get(i);
            String who = "viewer " + i;
            seen.findings.forEach(finding -> report.violation(who + ": " + finding));
            if (!seen.ended) {
                report.violation(who + " has not seen the end");
            }
            pins.stream()
                    .filter(pin -> !seen.ranges.contains(pin.id()))
                    .forEach(pin -> report.violation(who + " has not been told of cue " + pin.id()));
            report.row(
                    who,
                    seen.reloads + " reloads, " + seen.partsLoaded + " parts, " + seen.outages
                            + " times nobody answered, " + seen.discontinuities.size() + " discontinuities, segments "
                            + seen.firstSequence + " to " + seen.lastSequence);
        }
        report.row("cues acknowledged", pins.size() + " (" + pinsRefused + " were not)");
        reportReturns(viewers);
    }

    /**
     * From the first access unit of a connection to the first part behind the discontinuity in a viewer's playlist. Was the
     * server killed between the two, then the time tells how long a server takes to start, and is told by itself.
     */
    private void reportReturns(List<Seen> viewers) {
        List<Long> millis = new ArrayList<>();
        List<Long> killedBetween = new ArrayList<>();
        List<String> late = new ArrayList<>();
        List<Long> begins = List.copyOf(liveAgain);
        for (Seen seen : viewers) {
            seen.mediaAfterGap.forEach((sequence, media) -> begins.stream()
                    .filter(begin -> begin < media + LOG_LATE_NANOS)
                    .reduce((first, second) -> second)
                    .ifPresent(begin -> {
                        long waited = Math.max(0, media - begin) / 1_000_000;
                        if (serverKills.stream().anyMatch(kill -> begin < kill && kill < media)) {
                            killedBetween.add(waited);
                            return;
                        }
                        millis.add(waited);
                        if (waited > MOST_MILLIS_TO_LIST) {
                            late.add("segment " + sequence + " after " + waited + " "
                                    + seen.askedBefore.getOrDefault(sequence, List.of()));
                        }
                    }));
        }
        Collections.sort(millis);
        if (!millis.isEmpty()) {
            report.row(
                    "first key frame back to media listed, ms",
                    "p50 " + millis.get(millis.size() / 2) + ", p95 " + millis.get(millis.size() * 95 / 100) + ", most "
                            + millis.get(millis.size() - 1) + " (" + millis.size() + " times), late " + late);
            report.violationUnless(
                    late.size() * 20 <= millis.size(), "media came back late: " + late + " of " + millis.size());
        }
        report.row("the same, with the server killed in between, ms", killedBetween.toString());
    }

    private void judge(JsonNode seen, double toPlay) {
        String player = seen.get("player").asText();
        Set<Long> told = new HashSet<>();
        seen.get("cues").forEach(q -> told.add(q.asLong()));
        List<Long> missing =
                pins.stream().map(Pin::q).filter(q -> !told.contains(q)).toList();
        double played = seen.get("played").asDouble();
        report.row(
                player + " " + seen.get("version").asText(),
                "played " + played + " of " + Math.round(toPlay) + " s, told of " + told.size() + " cues, began anew "
                        + seen.get("restarts") + ", ended " + seen.get("ended") + ", fatal " + seen.get("fatal")
                        + ", " + seen.get("stalls").size() + " stalls " + seen.get("stalls"));
        report.violationUnless(missing.isEmpty(), player + " was not told of the cues " + missing);
        report.violationUnless(seen.get("restarts").asInt() == 0, player + " had to load the address anew");
        report.violationUnless(seen.get("fatal").isEmpty(), player + " gave up: " + seen.get("fatal"));
        report.violationUnless(
                seen.get("ended").asBoolean(), player + " did not come to the end, but to " + seen.get("left"));
        report.violationUnless(played > LEAST_PLAYED * toPlay, player + " played " + played + " of " + toPlay + " s");
    }

    private HlsPlaylist judgeReplay(ShopDesk desk, URI address, String show, List<Seen> viewers)
            throws InterruptedException {
        Stage.await("the replay", () -> HlsClient.get(address).statusCode() == 200);
        HlsPlaylist replay = HlsClient.load(HlsClient.load(address).variants().get(0));
        Set<Long> kept = new HashSet<>();
        double gaps = 0;
        for (Segment segment : replay.segments()) {
            if (segment.gap()) {
                gaps += segment.seconds();
            } else {
                kept.addAll(Seen.fragments(
                        HlsClient.get(segment.uri().orElseThrow()).body()));
            }
        }
        Map<Long, Integer> taken = new TreeMap<>();
        for (Seen seen : viewers) {
            seen.parts.forEach((sequence, sums) -> sums.stream()
                    .filter(sum -> !kept.contains(sum))
                    .forEach(sum -> taken.merge(sequence, 1, Integer::sum)));
        }
        int most = viewers.size() * plan.serverKills();
        int lost = taken.values().stream().mapToInt(Integer::intValue).sum();
        if (lost > most) {
            report.violation(lost + " parts that viewers loaded are not in the replay, of segments " + taken.keySet());
        }
        report.row("replay", replay.segments().size() + " segments, " + Math.round(gaps) + " s of them gaps");
        report.row("loaded parts that a kill took from the replay", lost + " in segments " + taken.keySet());
        JsonNode cues = desk.call("GET", "/replay/" + show + "/cues.json", "")
                .map(answer -> answer.get("cues"))
                .orElseThrow(() -> new AssertionError("no cues.json"));
        for (Pin pin : pins) {
            String shown = skuAt(cues, pin.start());
            if (!pin.sku().equals(shown)) {
                report.violation("cue " + pin.id() + " at " + pin.start() + " showed " + pin.sku()
                        + ", the replay shows " + shown);
            }
        }
        report.row("cues in the replay", cues.size());
        return replay;
    }

    private static String skuAt(JsonNode cues, Instant date) {
        for (JsonNode cue : cues) {
            boolean begun = !Instant.parse(cue.get("start").asText()).isAfter(date);
            boolean going =
                    !cue.has("end") || Instant.parse(cue.get("end").asText()).isAfter(date);
            if (begun && going) {
                for (JsonNode item : cue.get("state")) {
                    if (item.get("t").asText().equals("pin")) {
                        return item.get("sku").asText();
                    }
                }
            }
        }
        return "nothing";
    }

    private static void pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }
}
