package dev.vitrine.testkit.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.HlsPlaylist.Segment;
import dev.vitrine.testkit.Programme;
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
 * One show, kills at random moments, strict viewers, and the replay held against what they saw.
 *
 * <pre>
 *   encoder (kill -9, comes again by itself) ──▶ server (kill -9, is started again) ──▶ viewers who never start over
 *                                                    ▲ a pin every second or so
 * </pre>
 *
 * Not allowed: an answer that makes a player start over; a rule of the draft broken from one reload to the next; an
 * acknowledged cue that a viewer or the replay has not, or has otherwise; a part that viewers loaded and the replay has not
 * (but for what a kill took in the very moment, which is counted).
 */
public final class Soak {

    private final Plan plan;
    private final Path directory;
    private final Random random;
    private final Report report = new Report();
    private final List<Long> liveAgain = Collections.synchronizedList(new ArrayList<>());
    private final List<Pin> pins = new ArrayList<>();
    private int pinsRefused;

    /**
     * What is done to the show.
     *
     * @param server the command that starts it
     * @param pauseMillis between kills: half of it to one and a half of it, at random
     */
    public record Plan(
            List<String> server, int encoderKills, int serverKills, int viewers, int pauseMillis, long seed) {

        public Plan {
            server = List.copyOf(server);
        }
    }

    /** A cue that was acknowledged. */
    private record Pin(String id, Instant start, String sku) {}

    private Soak(Plan plan, Path directory) {
        this.plan = plan;
        this.directory = directory;
        this.random = new Random(plan.seed());
    }

    /** Runs the plan; everything it needs on disk is in {@code directory}. */
    public static Report run(Plan plan, Path directory) throws IOException, InterruptedException {
        return new Soak(plan, directory).run();
    }

    /** {@code Soak ENCODER-KILLS SERVER-KILLS SEED COMMAND…}; exit code 1 when something was seen that must not be. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long seed = Long.parseLong(arguments[2]);
        System.out.println("seed " + seed);
        Plan plan = new Plan(
                List.of(arguments).subList(3, arguments.length),
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                3,
                2_000,
                seed);
        Report report = run(plan, Files.createTempDirectory("vitrine-soak"));
        System.out.print(report.text());
        System.exit(report.violations().isEmpty() ? 0 : 1);
    }

    private Report run() throws IOException, InterruptedException {
        report.row("seed", plan.seed());
        Stage stage = Stage.in(directory);
        ShopDesk desk = stage.desk();
        Path clip = Encoder.file(
                directory.resolve("clip.flv"),
                Programme.standard()
                        .videoKbps(300)
                        .lasting(Duration.ofSeconds(20))
                        .asFastAsPossible());
        long began = System.nanoTime();
        try (ServerProcess server = new ServerProcess(plan.server(), stage.environment(), this::serverSaid)) {
            server.start();
            Stage.await("the server", () -> desk.answers());
            desk.product("TS-01");
            desk.product("TS-02");
            List<StrictViewer> viewers = new ArrayList<>();
            String show;
            try (ReconnectingEncoder encoder = new ReconnectingEncoder(clip, stage.rtmp())) {
                Stage.await("the show", () -> desk.isLive());
                for (int i = 0; i < plan.viewers(); i++) {
                    viewers.add(new StrictViewer(stage.hls(), i));
                }
                Stage.await("the viewers", () -> viewers.stream().allMatch(viewer -> viewer.reloads() > 3));
                show = show(desk);
                kill(desk, encoder, server);
                pause(3_000);
                Stage.await("the show to go on", () -> desk.isLive());
                pin(desk);
                pause(3_000);
                if (!show.equals(show(desk))) {
                    report.violation("the show " + show + " became " + show(desk));
                }
            }
            Stage.await(
                    "the end",
                    () -> desk.call("POST", "/api/v1/channels/main/end", "").isPresent());
            Stage.await("the viewers' end", () -> viewers.stream().allMatch(StrictViewer::isOver));
            report.row("seconds of show", (System.nanoTime() - began) / 1_000_000_000L);
            List<Seen> seen = viewers.stream().map(StrictViewer::seen).toList();
            judge(seen);
            judgeReplay(desk, stage.replay(show), show, seen);
        }
        return report;
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
                        cue.get("id").asText(), Instant.parse(cue.get("start").asText()), sku)),
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

    /** From the first access unit of a connection to the first part behind the discontinuity in a viewer's playlist. */
    private void reportReturns(List<Seen> viewers) {
        List<Long> millis = new ArrayList<>();
        List<Long> begins = List.copyOf(liveAgain);
        for (Seen seen : viewers) {
            for (long media : seen.mediaAfterGap) {
                begins.stream()
                        .filter(begin -> begin < media)
                        .reduce((first, second) -> second)
                        .ifPresent(begin -> millis.add((media - begin) / 1_000_000));
            }
        }
        Collections.sort(millis);
        if (!millis.isEmpty()) {
            report.row(
                    "first key frame back to media listed, ms",
                    "p50 " + millis.get(millis.size() / 2) + ", p95 " + millis.get(millis.size() * 95 / 100) + ", most "
                            + millis.get(millis.size() - 1) + " (" + millis.size() + " times)");
        }
    }

    private void judgeReplay(ShopDesk desk, URI address, String show, List<Seen> viewers) throws InterruptedException {
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

    private static String show(ShopDesk desk) throws InterruptedException {
        return desk.call("GET", "/api/v1/channels/main", "")
                .map(channel -> channel.at("/show/id").asText())
                .orElse("nothing");
    }

    private static void pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }
}
