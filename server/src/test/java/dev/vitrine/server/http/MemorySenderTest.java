package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.hls.Body;
import dev.vitrine.hls.Resource;
import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySenderTest {

    private byte[] bytes = new byte[0];
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(exchange -> ResourceSender.send(
                    exchange,
                    new Resource(
                            "video/mp4", new Body.InMemory(ByteBuffer.wrap(bytes)), Optional.empty(), "no-store", "")))
            .build();

    MemorySenderTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 3_000_001})
    void body_arrivesWhole_howeverManySlicesItTakes(int length) throws Exception {
        bytes = random(length);
        for (int again = 0; again < 3; again++) {
            HttpResponse<byte[]> answer = get("");
            assertThat(answer.body()).isEqualTo(bytes);
            assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(length);
        }
    }

    @Test
    void range_isCutFromTheMiddleOfSlices() throws Exception {
        bytes = random(1_000_000);
        HttpResponse<byte[]> answer = get("bytes=60000-700000");
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(bytes, 60_000, 700_001));
    }

    private HttpResponse<byte[]> get(String range) throws Exception {
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"));
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
