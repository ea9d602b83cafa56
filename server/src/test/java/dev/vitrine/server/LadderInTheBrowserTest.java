package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.WebCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** hls.js in a real browser, on a stream with renditions. */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class LadderInTheBrowserTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String LADDER =
            "transcode: {mode: \"on\", renditions: [240p, 180p], preset: ultrafast, linger: 60s}\n";
    private static final int SECONDS = 18;
    private static final int SWITCH_SECONDS = 3;

    /** On two processors that decode in a browser and encode two renditions besides, one of which was never made before. */
    private static final double MOST_STOOD_SECONDS = 2;

    @TempDir
    private Path data;

    @Test
    void hlsJs_goesUpAndDown_withoutAHole_andWithEachPictureAtItsDate() throws IOException {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder encoder = Encoder.publish(
                        server.rtmp(), Programme.standard().size(640, 360).bFrames(2))) {
            encoder.awaitFrames(120, SOON);
            server.awaitVariants(4);
            server.cue("pin", "TS-01", "live");

            JsonNode seen = watch(server, "--switch", Integer.toString(SWITCH_SECONDS));

            List<Integer> levels =
                    seen.get("levels").valueStream().map(JsonNode::asInt).collect(Collectors.toList());
            assertThat(levels).as("variants shown: %s", seen).contains(180, 240, 360);
            assertThat(IntStream.range(1, levels.size())
                            .filter(at -> levels.get(at) > levels.get(at - 1))
                            .count())
                    .as("times it went up: %s", levels)
                    .isGreaterThanOrEqualTo(2);
            assertThat(stoodSeconds(seen)).as("stops: %s", seen).isLessThan(MOST_STOOD_SECONDS);
            assertThat(seen.get("hole").asDouble()).as("missing: %s", seen).isZero();
            for (JsonNode millis : seen.at("/frames/date")) {
                assertThat(millis.asDouble())
                        .as("ms by which the date of a picture was off: %s", seen)
                        .isCloseTo(0, within(1.5));
            }
        }
    }

    /** The source has a gap, the renditions their last picture. */
    @Test
    void hlsJs_showsTheLastPicture_whileTheEncoderIsAway_andThenTheNext() throws Exception {
        Programme programme = Programme.standard().size(640, 360).bFrames(2);
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder first = Encoder.publish(server.rtmp(), programme)) {
            first.awaitFrames(120, SOON);
            server.awaitVariants(4);
            ExecutorService browser = Executors.newSingleThreadExecutor();
            try {
                Future<JsonNode> watching = browser.submit(() -> watch(server, "--plain"));
                Thread.sleep(7_000); // of which the browser takes some to start
                first.kill();
                Thread.sleep(6_000);
                try (Encoder second = Encoder.publish(server.rtmp(), programme.startingAt(10_000))) {
                    JsonNode seen = watching.get(90, TimeUnit.SECONDS);
                    assertThat(second.isRunning()).isTrue();
                    assertThat(stoodSeconds(seen))
                            .as("the encoder was away for six seconds: %s", seen)
                            .isLessThan(MOST_STOOD_SECONDS);
                    assertThat(seen.get("hole").asDouble())
                            .as("missing: %s", seen)
                            .isLessThan(0.5);
                    assertThat(seen.get("levels").valueStream().map(JsonNode::asInt))
                            .as("variants shown: %s", seen)
                            .startsWith(360)
                            .containsAnyOf(180, 240);
                }
            } finally {
                browser.shutdownNow();
            }
        }
    }

    private static double stoodSeconds(JsonNode seen) {
        return seen.get("stalls").valueStream().mapToDouble(JsonNode::asDouble).sum();
    }

    private static JsonNode watch(TestServer server, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "node",
                "players.mjs",
                "--hls",
                server.hls().toString(),
                "--player",
                "hls.js",
                "--seconds",
                Integer.toString(SECONDS)));
        command.addAll(List.of(options));
        List<String> lines = WebCheck.run(
                Duration.ofSeconds(90), Path.of("../testkit/web"), Map.of(), command.toArray(String[]::new));
        return new ObjectMapper()
                .readTree(lines.stream()
                        .filter(line -> line.startsWith("{"))
                        .findFirst()
                        .orElseThrow());
    }
}
