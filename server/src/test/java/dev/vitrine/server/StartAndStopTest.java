package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.Ffprobe;
import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.ProcessGuard;
import dev.vitrine.testkit.Programme;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an operator meets at the start, and what is still there after a stop. */
@Tag("real")
@ExtendWith(ProcessGuard.class)
class StartAndStopTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path data;

    @Test
    void stoppedAndStartedAgain_catalogueKeysAndCueHistoryAreThere() {
        String show;
        try (TestServer server = TestServer.start(data);
                Encoder encoder = Encoder.publish(server.rtmp(), Programme.standard())) {
            assertThat(encoder.isRunning()).isTrue();
            awaitFirstPart(server);
            server.cue("pin", "TS-01", "live");
            show = server.channel().get("show").get("id").asText();
            server.call("POST", "/api/v1/channels", "{\"id\":\"second\",\"title\":\"Second\"}", 201);
        }
        try (TestServer server = TestServer.start(data)) {
            assertThat(server.call("GET", "/api/v1/products", "", 200)
                            .get("products")
                            .findValuesAsText("sku"))
                    .containsExactly("TS-01", "TS-02");
            assertThat(server.call("GET", "/api/v1/channels", "", 200)
                            .get("channels")
                            .findValuesAsText("id"))
                    .contains("main", "second");
            JsonNode shows = server.call("GET", "/api/v1/shows", "", 200).get("shows");
            assertThat(shows.findValuesAsText("id")).containsExactly(show);
            JsonNode cues = server.call("GET", "/replay/" + show + "/cues.json", "", 200)
                    .get("cues");
            assertThat(cues.get(0).get("state").get(0).get("sku").asText()).isEqualTo("TS-01");

            try (Encoder encoder = Encoder.publish(server.rtmp(), Programme.standard())) {
                assertThat(encoder.isRunning()).isTrue();
                awaitFirstPart(server);
            }
        }
    }

    @Test
    void ffprobe_readsTheLiveStream_withoutAWarning() {
        try (TestServer server = TestServer.start(data);
                Encoder encoder =
                        Encoder.publish(server.rtmp(), Programme.standard().bFrames(2))) {
            assertThat(encoder.isRunning()).isTrue();
            // Enough for FFmpeg to start three segments behind the edge without reloading: each reload makes it read
            // the
            // init segment again and warn of that, on any server's fragmented MP4.
            try (HlsClient viewer = HlsClient.follow(server.hls())) {
                viewer.await(
                        SOON.multipliedBy(2), "six segments", r -> r.segments().size() >= 7);
            }
            Ffprobe probe = Ffprobe.probe(server.hls().toString(), List.of());
            assertThat(probe.warnings()).isEmpty();
            assertThat(probe.stream("video").orElseThrow().get("codec_name").asText())
                    .isEqualTo("h264");
            assertThat(probe.stream("audio").orElseThrow().get("codec_name").asText())
                    .isEqualTo("aac");
        }
    }

    @Test
    void publisherThatComesBack_continuesTheSameShow_inTheSamePlaylist() {
        try (TestServer server = TestServer.start(data);
                HlsClient viewer = HlsClient.follow(server.hls())) {
            try (Encoder first = Encoder.publish(server.rtmp(), Programme.standard())) {
                viewer.await(SOON, "two segments", r -> r.segments().size() >= 3);
                first.kill();
            }
            String show = server.channel().get("show").get("id").asText();
            viewer.await(
                    SOON,
                    "gaps while the encoder is away",
                    r -> r.segments().stream().anyMatch(segment -> segment.gap()));
            try (Encoder second =
                    Encoder.publish(server.rtmp(), Programme.standard().startingAt(1_000))) {
                assertThat(second.isRunning()).isTrue();
                viewer.await(
                        SOON,
                        "media after the gap",
                        r -> r.segments().stream()
                                        .dropWhile(segment -> !segment.gap())
                                        .filter(segment -> !segment.gap() && !segment.isOpen())
                                        .count()
                                >= 2);
            }
            assertThat(server.channel().get("show").get("id").asText()).isEqualTo(show);
            assertThat(viewer.recording().findings()).isEmpty();
        }
    }

    @Test
    void wrongKey_isRefused_withoutBeingToldInTheLogOrTheReason() {
        try (TestServer server = TestServer.start(data);
                Encoder stranger = Encoder.publish(
                        java.net.URI.create(server.rtmp().toString().replace(TestServer.KEY, "guessed-key")),
                        Programme.standard())) {
            assertThat(stranger.awaitExit(SOON)).isNotZero();
            assertThat(server.channel().get("state").asText()).isEqualTo("offline");
        }
    }

    @Test
    void busyPort_namesThePortAndWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> TestServer.start(data, "rtmp: {port: " + port + "}\n", "VITRINE_RTMP_PORT"))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("rtmp cannot listen on 127.0.0.1:" + port)
                    .hasMessageContaining("rtmp.port");
            assertThatThrownBy(() -> TestServer.start(data, "http: {port: " + port + "}\n", "VITRINE_HTTP_PORT"))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("http cannot listen on 127.0.0.1:" + port)
                    .hasMessageContaining("http.port");
        }
    }

    @Test
    void secondServerOnTheSameData_isRefused_andTheFirstGoesOn() {
        try (TestServer server = TestServer.start(data)) {
            assertThatThrownBy(() -> TestServer.start(data))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("in use by another Vitrine server");
            assertThat(server.channel().get("id").asText()).isEqualTo("main");
        }
    }

    @Test
    void dataDirectoryThatIsAFile_isAClearError() throws IOException {
        Files.writeString(data.resolve("data"), "not a directory");
        assertThatThrownBy(() -> TestServer.start(data))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void aScriptThatRunsWild_isSlowedDown_andNothingIsHalfDone() {
        try (TestServer server = TestServer.start(data, "cues: {max-per-second: 1}\n", "VITRINE_CUES_MAX_PER_SECOND");
                Encoder encoder = Encoder.publish(server.rtmp(), Programme.standard())) {
            assertThat(encoder.isRunning()).isTrue();
            awaitFirstPart(server);
            int taken = 0;
            JsonNode answer;
            do {
                answer = server.call(
                        "POST", "/api/v1/channels/main/cues", "{\"do\":\"pin\",\"sku\":\"TS-01\"}", 201, 429);
                taken += answer.has("q") ? 1 : 0;
            } while (answer.has("q") && taken < 100);
            assertThat(answer.path("detail").asText()).contains("1 changes per second", "cues.max-per-second");
            assertThat(taken).isGreaterThanOrEqualTo(5);
            assertThat(server.call("GET", "/api/v1/channels/main/cues", "", 200).get("cues"))
                    .hasSize(taken);
        }
    }

    private static void awaitFirstPart(TestServer server) {
        try (HlsClient viewer = HlsClient.follow(server.hls())) {
            viewer.await(SOON, "the first part", r -> !r.downloads().isEmpty());
        }
    }
}
