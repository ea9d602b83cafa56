package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.Wait;
import dev.vitrine.testkit.WebCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private static final int SECONDS = 24;
    private static final int SWITCH_SECONDS = 3;

    @TempDir
    private Path data;

    @Test
    void hlsJs_goesUpAndDown_withoutAStopOrAHole_andWithEachPictureAtItsDate() throws IOException {
        try (TestServer server = TestServer.start(data, LADDER);
                Encoder encoder = Encoder.publish(
                        server.rtmp(), Programme.standard().size(640, 360).bFrames(2))) {
            encoder.awaitFrames(240, SOON);
            Wait.until(
                    SOON,
                    "four variants",
                    () -> HlsClient.load(server.hls()).variants().size() == 4);
            server.cue("pin", "TS-01", "live");

            List<String> lines = WebCheck.run(
                    Duration.ofSeconds(90),
                    Path.of("../testkit/web"),
                    Map.of(),
                    "node",
                    "players.mjs",
                    "--hls",
                    server.hls().toString(),
                    "--player",
                    "hls.js",
                    "--seconds",
                    Integer.toString(SECONDS),
                    "--switch",
                    Integer.toString(SWITCH_SECONDS));

            JsonNode seen = new ObjectMapper()
                    .readTree(lines.stream()
                            .filter(line -> line.startsWith("{"))
                            .findFirst()
                            .orElseThrow());
            List<Integer> levels =
                    seen.get("levels").valueStream().map(JsonNode::asInt).collect(Collectors.toList());
            assertThat(levels).as("variants shown: %s", seen).contains(180, 240, 360);
            assertThat(IntStream.range(1, levels.size())
                            .filter(at -> levels.get(at) > levels.get(at - 1))
                            .count())
                    .as("times it went up: %s", levels)
                    .isGreaterThanOrEqualTo(2);
            assertThat(seen.get("stalls")).as("stops: %s", seen).isEmpty();
            assertThat(seen.get("hole").asDouble()).as("missing: %s", seen).isZero();
            for (JsonNode millis : seen.at("/frames/date")) {
                assertThat(millis.asDouble())
                        .as("ms by which the date of a picture was off: %s", seen)
                        .isCloseTo(0, within(1.5));
            }
        }
    }
}
