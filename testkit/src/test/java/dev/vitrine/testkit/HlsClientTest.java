package dev.vitrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.vitrine.testkit.FrameDates.DatedPicture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The client against files that FFmpeg wrote: somebody else's HLS, served by the JDK's own web server. */
@ExtendWith(ProcessGuard.class)
class HlsClientTest {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Path file = directory.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean there = Files.isRegularFile(file);
            byte[] body = there ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(there ? 200 : 404, body.length == 0 ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void follow_aFinishedPresentation_datesEveryPictureByItsSegment() {
        packageThreeSegments();

        Recording recording;
        try (HlsClient client = HlsClient.follow(address("index.m3u8"), HlsClient.Mode.SEGMENTS)) {
            recording = client.await(
                    DEADLINE,
                    "the end of the presentation and all its media",
                    r -> r.latest().map(HlsPlaylist::isEnded).orElse(false)
                            && r.downloads().size() == 4);
        }

        assertThat(recording.findings()).isEmpty();
        assertThat(recording.segments()).hasSize(3);
        List<DatedPicture> pictures = FrameDates.of(recording);
        assertThat(pictures).hasSize(180);
        Instant start = recording.segments().get(0).date().orElseThrow();
        for (int n = 0; n < 180; n++) {
            Instant date = FrameDates.dateOf(pictures, n).orElseThrow();
            assertThat(Duration.between(start, date))
                    .as("frame %d", n)
                    .isBetween(
                            Duration.ofNanos(n * 33_333_333L - 2_000_000),
                            Duration.ofNanos(n * 33_333_333L + 2_000_000));
        }
        assertThat(FrameDates.shownAt(pictures, start.plusMillis(2010))
                        .orElseThrow()
                        .frame())
                .hasValue(60);
    }

    @Test
    void follow_aPlaylistWithAMissingSegment_findsIt() throws IOException {
        packageThreeSegments();
        Files.delete(directory.resolve("index1.m4s"));

        try (HlsClient client = HlsClient.follow(address("index.m3u8"), HlsClient.Mode.SEGMENTS)) {
            Recording recording =
                    client.await(DEADLINE, "a finding", r -> !r.findings().isEmpty());
            assertThat(recording.findings()).containsExactly(address("index1.m4s") + " is listed but answered 404");
        }
    }

    @Test
    void await_ofWhatIsNoPlaylist_failsAtOnce() throws IOException {
        Files.writeString(directory.resolve("index.m3u8"), "<html>");

        try (HlsClient client = HlsClient.follow(address("index.m3u8"))) {
            assertThatThrownBy(() -> client.await(DEADLINE, "anything", r -> false))
                    .hasMessageContaining("is not a playlist: its first line is not #EXTM3U but\n<html>");
        }
    }

    private void packageThreeSegments() {
        Path file = Encoder.file(
                directory.resolve("programme.mp4"),
                Programme.standard().lasting(Duration.ofSeconds(6)).asFastAsPossible());
        Child.succeed(
                DEADLINE,
                Tools.ffmpeg(),
                List.of(
                        "-nostdin",
                        "-i",
                        file.toString(),
                        "-c",
                        "copy",
                        "-hls_time",
                        "2",
                        "-hls_list_size",
                        "0",
                        "-hls_segment_type",
                        "fmp4",
                        "-hls_flags",
                        "program_date_time",
                        directory.resolve("index.m3u8").toString()));
    }

    private URI address(String file) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + file);
    }
}
