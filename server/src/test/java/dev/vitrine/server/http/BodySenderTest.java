package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.Body;
import dev.vitrine.hls.Resource;
import dev.vitrine.testkit.OpenFiles;
import dev.vitrine.testkit.Wait;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodySenderTest {

    /** Where a body can be. */
    enum Place {
        MEMORY,
        FRESH_FILE,
        OLD_FILE,
        PIECES
    }

    @TempDir
    private Path directory;

    /** Media never change under their name. */
    private int files;

    private Body body = new Body.InMemory(ByteBuffer.allocate(0));
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 10_000)
            .setHandler(exchange -> ResourceSender.send(
                    exchange, new Resource("video/mp4", body, Optional.empty(), "no-store", "\"x\"")))
            .build();

    BodySenderTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 9_000_001})
    void body_arrivesWhole_whereverItIs(int length) throws Exception {
        byte[] bytes = random(length);
        for (Place place : Place.values()) {
            body = put(place, bytes);
            for (int again = 0; again < 3; again++) {
                HttpResponse<byte[]> answer = get("");
                assertThat(Arrays.equals(answer.body(), bytes)).as(place.name()).isTrue();
                assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(length);
            }
        }
        Wait.until(
                Duration.ofSeconds(10),
                "files to be closed",
                () -> OpenFiles.under(directory).isEmpty(),
                () -> OpenFiles.under(directory).toString());
    }

    @ParameterizedTest
    @EnumSource
    void range_isCutFromTheMiddle(Place place) throws Exception {
        byte[] bytes = random(1_000_000);
        body = put(place, bytes);
        HttpResponse<byte[]> answer = get("bytes=60000-700000");
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(Arrays.equals(answer.body(), Arrays.copyOfRange(bytes, 60_000, 700_001)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void slowViewer_getsAllOfIt_andDelaysNobody(Place place) throws Exception {
        byte[] bytes = random(20_000_000);
        body = put(place, bytes);
        try (Socket slow = new Socket("127.0.0.1", port())) {
            slow.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] head = slow.getInputStream().readNBytes(100_000);
            body = put(Place.MEMORY, new byte[] {1});
            for (int other = 0; other < 20; other++) {
                assertThat(get("").body()).hasSize(1);
            }
            byte[] rest = slow.getInputStream().readAllBytes();
            int headers = head.length + rest.length - bytes.length;
            assertThat(headers).isBetween(1, 1_000);
            assertThat(Arrays.equals(head, headers, head.length, bytes, 0, head.length - headers))
                    .isTrue();
            assertThat(Arrays.equals(rest, 0, rest.length, bytes, head.length - headers, bytes.length))
                    .isTrue();
        }
    }

    /** The first viewer's goes by a worker, the others' do not. */
    @Test
    void oldFile_isTheSame_howeverOftenItIsAskedFor_inPartsToo() throws Exception {
        byte[] bytes = random(700_000);
        body = put(Place.OLD_FILE, bytes);
        for (String range : List.of("bytes=5-9", "", "bytes=5-9", "", "bytes=600000-")) {
            int from = range.isEmpty() ? 0 : range.startsWith("bytes=5") ? 5 : 600_000;
            int to = range.endsWith("9") ? 10 : bytes.length;
            assertThat(Arrays.equals(get(range).body(), Arrays.copyOfRange(bytes, from, to)))
                    .as(range)
                    .isTrue();
        }
    }

    /** Somebody may delete a replay that is being looked at; whoever has begun may finish. */
    @ParameterizedTest
    @EnumSource(names = {"FRESH_FILE", "OLD_FILE"})
    void fileThatIsGone_isNotFound(Place place) throws Exception {
        body = put(place, random(1000));
        Files.delete(((Body.OnDisk) body).path());
        HttpResponse<byte[]> answer = get("bytes=1-5");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("is not kept any more");
        assertThat(answer.headers().map()).doesNotContainKeys("content-range", "etag");
    }

    /** A system without room says what it says of a file without bytes: an answer that is never finished. */
    @ParameterizedTest
    @EnumSource(names = {"FRESH_FILE", "OLD_FILE"})
    void fileThatIsTooShort_endsTheConnection(Place place) throws Exception {
        body = put(place, random(1_000_000));
        Files.write(((Body.OnDisk) body).path(), random(10));
        try (Socket viewer = new Socket("127.0.0.1", port())) {
            viewer.setSoTimeout(5_000);
            viewer.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(viewer.getInputStream().readAllBytes()).hasSizeLessThan(1_000);
        }
        Wait.until(
                Duration.ofSeconds(10),
                "the file to be closed",
                () -> OpenFiles.under(directory).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"FRESH_FILE", "OLD_FILE"})
    void viewerThatLeaves_leavesNoFileOpen(Place place) throws Exception {
        body = put(place, random(20_000_000));
        try (Socket viewer = new Socket("127.0.0.1", port())) {
            viewer.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(viewer.getInputStream().readNBytes(100_000)).hasSize(100_000);
            assertThat(OpenFiles.under(directory)).hasSize(1);
        }
        Wait.until(
                Duration.ofSeconds(10),
                "the file to be closed",
                () -> OpenFiles.under(directory).isEmpty());
    }

    private Body put(Place place, byte[] bytes) throws IOException {
        return switch (place) {
            case MEMORY -> new Body.InMemory(ByteBuffer.wrap(bytes));
            case FRESH_FILE, OLD_FILE -> {
                // In the middle of a file, as parts are.
                Path file = directory.resolve(place.name() + files++);
                byte[] more = Arrays.copyOf(random(7), bytes.length + 14);
                System.arraycopy(bytes, 0, more, 7, bytes.length);
                Files.write(file, more);
                yield new Body.OnDisk(file, 7, bytes.length, place == Place.FRESH_FILE);
            }
            case PIECES -> {
                int third = bytes.length / 3;
                Body middle = new Body.InMemory(ByteBuffer.wrap(bytes, third, third));
                Body first = put(Place.FRESH_FILE, Arrays.copyOf(bytes, third));
                Body last = put(Place.OLD_FILE, Arrays.copyOfRange(bytes, 2 * third, bytes.length));
                yield new Body.Joined(List.of(first, middle, last));
            }
        };
    }

    private int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    private HttpResponse<byte[]> get(String range) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/"));
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    private static byte[] random(int length) {
        byte[] random = new byte[length];
        new Random(length).nextBytes(random);
        return random;
    }
}
