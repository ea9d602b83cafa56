package dev.vitrine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testkit.Encoder;
import dev.vitrine.testkit.FreePort;
import dev.vitrine.testkit.Programme;
import dev.vitrine.testkit.Tools;
import dev.vitrine.testkit.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RtmpTapTest {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @Test
    void pictures_ofAPublishedProgramme_areAllItsFramesInOrder(@TempDir Path directory) throws Exception {
        int port = FreePort.next();
        Process server = new ProcessBuilder(
                        Tools.ffmpeg().toString(),
                        "-nostdin",
                        "-v",
                        "error",
                        "-listen",
                        "1",
                        "-f",
                        "flv",
                        "-i",
                        "rtmp://127.0.0.1:" + port + "/live/x",
                        "-c",
                        "copy",
                        directory.resolve("received.flv").toString())
                .inheritIO()
                .start();
        try {
            Wait.until(DEADLINE, "the server to listen", () -> listens(port));
            try (RtmpTap tap = new RtmpTap(port);
                    Encoder encoder = Encoder.publish(
                            URI.create("rtmp://127.0.0.1:" + tap.port() + "/live/x"),
                            Programme.standard().lasting(Duration.ofSeconds(2)))) {
                encoder.awaitEnd(DEADLINE);

                List<RtmpTap.Picture> pictures = tap.pictures();

                assertThat(pictures).hasSize(60);
                assertThat(pictures).extracting(RtmpTap.Picture::millis).isSorted();
                assertThat(tap.connectedNanos()).isLessThan(pictures.get(0).nanos());
                assertThat(tap.lastWithin(0.5)).hasValue(pictures.get(14));
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    /** Without connecting, which the one-connection server would take for its encoder. */
    private static boolean listens(int port) throws IOException {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        return Files.readAllLines(Path.of("/proc/net/tcp")).stream()
                .map(line -> line.strip().split("\\s+", -1))
                .anyMatch(fields -> fields[1].endsWith(suffix) && fields[3].equals("0A"));
    }
}
