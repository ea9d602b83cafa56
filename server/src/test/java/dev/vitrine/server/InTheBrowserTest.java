package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.server.store.UserStore;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.Wait;
import dev.vitrine.testkit.WebCheck;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server, a real encoder, a real browser. */
@Tag("real")
class InTheBrowserTest {

    private static final Path ROOT = Path.of("..");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SECONDS = 25;
    private static final double MILLIS_OFF = 0.6;
    /** With parts of a third of a second. */
    private static final double MOST_BEHIND_SECONDS = 2;

    @TempDir
    private Path data;

    /** The minute-long form of this is {@code node testkit/web/players.mjs --seconds 60 --plain} on the demo. */
    @Test
    void otherPeoplesPlayers_playWithoutAFatalError_andDeliverTheCues() throws IOException {
        try (TestServer server = TestServer.start(data, "hls: {part-duration: 333ms}\n");
                Encoder encoder =
                        Encoder.publish(server.rtmp(), Programme.standard().bFrames(2))) {
            assertThat(encoder.isRunning()).isTrue();
            awaitSegments(server, 8);
            ScheduledExecutorService host = Executors.newSingleThreadScheduledExecutor();
            AtomicInteger clicks = new AtomicInteger();
            host.scheduleAtFixedRate(
                    () -> server.cue("pin", clicks.getAndIncrement() % 2 == 0 ? "TS-01" : "TS-02", "live"),
                    0,
                    4,
                    TimeUnit.SECONDS);
            try {
                List<String> lines = WebCheck.run(
                        Duration.ofSeconds(120),
                        ROOT.resolve("testkit/web"),
                        Map.of(),
                        "node",
                        "players.mjs",
                        "--hls",
                        server.hls().toString(),
                        "--seconds",
                        Integer.toString(SECONDS));
                for (String line : lines.stream().filter(l -> l.startsWith("{")).toList()) {
                    JsonNode seen = new ObjectMapper().readTree(line);
                    assertThat(seen.get("cues").size())
                            .as("cues that %s delivered", seen.get("player").asText())
                            .isGreaterThanOrEqualTo(4);
                    onItsFrame(seen);
                    if (seen.get("player").asText().equals("hls.js")) {
                        // Who stood still is so much further behind: a browser without processor time does.
                        double stood = seen.get("stalls")
                                .valueStream()
                                .mapToDouble(JsonNode::asDouble)
                                .sum();
                        assertThat(seen.get("latency").asDouble())
                                .as("seconds behind the playlist's newest picture: %s", seen)
                                .isLessThan(MOST_BEHIND_SECONDS + stood);
                    }
                }
            } finally {
                host.shutdownNow();
            }
        }
    }

    /** As most shows end: the encoder stops, and nobody comes back. */
    @Test
    void encoderGoes_andStaysAway_playersComeToTheEnd() throws Exception {
        try (TestServer server = TestServer.start(data, "hls: {grace: 4s}\n");
                Encoder encoder =
                        Encoder.publish(server.rtmp(), Programme.standard().bFrames(2))) {
            awaitSegments(server, 5);
            ExecutorService browser = Executors.newSingleThreadExecutor();
            try {
                List<String> players = List.of("hls.js", "hls.js-normal", "vitrine");
                Future<List<JsonNode>> watching = browser.submit(() -> watch(server, players));
                Thread.sleep(9_000); // of which the browser takes some to start
                encoder.kill();

                List<JsonNode> all = watching.get(120, TimeUnit.SECONDS);
                assertThat(all).hasSameSizeAs(players);
                for (JsonNode seen : all) {
                    assertThat(seen.get("ended").asBoolean())
                            .as("came to the end: %s", seen)
                            .isTrue();
                    assertThat(seen.get("restarts").asInt())
                            .as("times it had to begin anew: %s", seen)
                            .isZero();
                }
            } finally {
                browser.shutdownNow();
            }
        }
    }

    private static List<JsonNode> watch(TestServer server, List<String> players) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("node", "players.mjs", "--hls", server.hls().toString(), "--seconds", "60", "--plain"));
        players.forEach(player -> command.addAll(List.of("--player", player)));
        List<JsonNode> seen = new ArrayList<>();
        List<String> lines = WebCheck.run(
                Duration.ofSeconds(120), ROOT.resolve("testkit/web"), Map.of(), command.toArray(String[]::new));
        for (String line : lines.stream().filter(l -> l.startsWith("{")).toList()) {
            seen.add(new ObjectMapper().readTree(line));
        }
        return seen;
    }

    /** What it cannot decode is decoded by FFmpeg in RealEncodersTest. */
    @Test
    void chromium_playsWhatItCanDecode_asWePackageIt() throws IOException {
        Map<String, UnaryOperator<Programme>> programmes = new LinkedHashMap<>();
        programmes.put("h264-aac", p -> p.bFrames(2));
        programmes.put("av1-opus", p -> p.video(VideoCodec.AV1).audio(AudioCodec.OPUS, 48_000, 2));
        programmes.put("vp9-flac", p -> p.video(VideoCodec.VP9).audio(AudioCodec.FLAC, 48_000, 2));
        programmes.put("h264-mp3", p -> p.audio(AudioCodec.MP3, 44_100, 2));
        programmes.put("hevc-ac3", p -> p.video(VideoCodec.HEVC).audio(AudioCodec.AC3, 48_000, 2));
        programmes.put("h264-eac3", p -> p.audio(AudioCodec.EAC3, 48_000, 2));
        Set<String> decoded = Set.of("h264-aac", "av1-opus", "vp9-flac");
        String channels = programmes.keySet().stream()
                .map(id -> "{id: " + id + ", stream-key: key-of-" + id + "}")
                .collect(Collectors.joining(", ", "channels: [", "]\n"));
        try (TestServer server = TestServer.startWith(data, channels)) {
            List<String> command = new ArrayList<>(List.of("node", "codecs.mjs"));
            for (Map.Entry<String, UnaryOperator<Programme>> programme : programmes.entrySet()) {
                command.add(
                        shown(server, programme.getKey(), programme.getValue()).toString());
            }
            List<String> lines = WebCheck.run(
                            Duration.ofSeconds(60),
                            ROOT.resolve("testkit/web"),
                            Map.of(),
                            command.toArray(String[]::new))
                    .stream()
                    .filter(line -> line.startsWith("{"))
                    .toList();
            assertThat(lines).hasSameSizeAs(programmes.keySet());
            Iterator<String> line = lines.iterator();
            for (String id : programmes.keySet()) {
                JsonNode seen = new ObjectMapper().readTree(line.next());
                if (decoded.contains(id) || seen.get("supported").asBoolean()) {
                    played(id, seen);
                }
            }
        }
    }

    private static void played(String id, JsonNode seen) {
        assertThat(seen.get("supported").asBoolean()).as("%s: %s", id, seen).isTrue();
        assertThat(seen.get("error").asText()).as(id).isEmpty();
        assertThat(seen.get("buffered").asDouble()).as("%s: %s", id, seen).isCloseTo(3, within(0.15));
        assertThat(seen.get("played").asDouble()).as("%s: %s", id, seen).isCloseTo(3, within(0.15));
        assertThat(seen.get("frames").asInt()).as("%s: %s", id, seen).isGreaterThanOrEqualTo(85);
        assertThat(seen.get("videoBytes").asLong()).as("%s: %s", id, seen).isPositive();
        assertThat(seen.get("audioBytes").asLong()).as("%s: %s", id, seen).isPositive();
    }

    /** Sends three seconds of it, ends the show, and tells where that is. */
    private static URI shown(TestServer server, String channel, UnaryOperator<Programme> change) {
        Programme programme = change.apply(Programme.standard())
                .lasting(Duration.ofSeconds(3))
                .asFastAsPossible();
        try (Encoder encoder = Encoder.publish(server.rtmp().resolve("/live/key-of-" + channel), programme)) {
            encoder.awaitEnd(SOON);
        }
        String address = "/api/v1/channels/" + channel;
        Wait.until(
                SOON,
                channel + " to have come and gone",
                () -> server.call("GET", address, "", 200).get("state").asText().equals("hold"));
        String show = server.call("GET", address, "", 200).at("/show/id").asText();
        server.call("POST", address + "/end", "", 204);
        URI replay = server.http("/replay/" + show + "/index.m3u8");
        Wait.until(SOON, "the replay", () -> HlsClient.get(replay).statusCode() == 200);
        return replay;
    }

    @Test
    void replayPage_playsWithTheProductOfTheMoment_andGoesWhereItsTimeLineIsClicked_onPhoneAndDesktop() {
        try (TestServer server = TestServer.start(data)) {
            Programme programme =
                    Programme.standard().lasting(Duration.ofSeconds(10)).asFastAsPossible();
            try (Encoder encoder = Encoder.publish(server.rtmp(), programme)) {
                encoder.awaitEnd(SOON);
            }
            Wait.until(
                    SOON,
                    "the encoder to be gone",
                    () -> server.channel().get("state").asText().equals("hold"));
            Instant begin = HlsClient.load(
                            HlsClient.load(server.hls()).variants().get(0))
                    .segments()
                    .get(0)
                    .date()
                    .orElseThrow();
            server.cue("show", "TS-01", begin.plusSeconds(1).toString());
            server.cue("pin", "TS-01", begin.plusSeconds(3).toString());
            server.cue("pin", "TS-02", begin.plusSeconds(6).toString());
            String show = server.channel().at("/show/id").asText();
            server.call("POST", "/api/v1/channels/main/end", "", 204);
            URI page = server.http("/replay/" + show);
            Wait.until(
                    SOON,
                    "the replay",
                    () -> HlsClient.get(URI.create(page + "/index.m3u8")).statusCode() == 200);

            List<String> seen = WebCheck.run(
                    Duration.ofSeconds(60),
                    ROOT.resolve("testkit/web"),
                    Map.of(),
                    "node",
                    "replay-page.mjs",
                    "--page",
                    page.toString());

            assertThat(seen)
                    .anySatisfy(line -> assertThat(line).contains("\"screen\":\"phone\"", "\"marks\":2"))
                    .anySatisfy(line -> assertThat(line).contains("\"screen\":\"desktop\"", "\"marks\":2"));
        }
    }

    @Test
    void console_logsInPinsUndoesAndEdits_againstTheRealServer() {
        try (TestServer server = TestServer.start(data);
                Encoder encoder = Encoder.publish(server.rtmp(), Programme.standard())) {
            assertThat(encoder.isRunning()).isTrue();
            awaitSegments(server, 2);
            UserStore.Credentials login = server.app().stores().users().resetFirst();
            WebCheck.run(
                    Duration.ofSeconds(150),
                    ROOT.resolve("server/web"),
                    Map.of(
                            "VITRINE_URL", server.http("").toString(),
                            "VITRINE_USER", login.name(),
                            "VITRINE_PASSWORD", login.password()),
                    "npm",
                    "run",
                    "--silent",
                    "test:real");
        }
    }

    /** With our helper the cue is on its own picture: by the numbers in the pictures that the player presented. */
    private static void onItsFrame(JsonNode seen) {
        String player = seen.get("player").asText();
        JsonNode frames = seen.get("frames");
        assertThat(frames.get("pictures").asInt())
                .as("pictures that %s presented: %s", player, seen)
                .isGreaterThan(SECONDS * 5);
        for (JsonNode millis : frames.get("date")) {
            assertThat(millis.asDouble())
                    .as("ms by which the date of a picture was off in %s", player)
                    .isCloseTo(0, within(MILLIS_OFF));
        }
        assertThat(frames.get("helper")).as("cues in %s: %s", player, seen).hasSizeGreaterThanOrEqualTo(3);
        List<Integer> off = new ArrayList<>();
        frames.get("helper").forEach(pictures -> off.add(pictures.asInt()));
        assertThat(off)
                .as("pictures by which cues were off in %s: none early", player)
                .allMatch(pictures -> pictures >= 0);
        // A player that reads the playlist seldom may hear of one cue after its picture was shown.
        assertThat(off.stream().filter(pictures -> pictures > 0))
                .as("cues that were late in %s: %s", player, off)
                .hasSizeLessThanOrEqualTo(1);
    }

    private static void awaitSegments(TestServer server, int count) {
        try (HlsClient viewer = HlsClient.follow(server.hls())) {
            viewer.await(
                    SOON.multipliedBy(2), count + " segments", r -> r.segments().size() >= count);
        }
    }
}
