package dev.vitrine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"
            })
    void accept_cutAnywhere_readsTheSame(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int cut = 1; cut < bytes.length; cut++) {
            Response response = new Response();
            response.begin(true);
            assertThat(response.accept(ByteBuffer.wrap(bytes, 0, cut)))
                    .as("after %d bytes", cut)
                    .isFalse();
            assertThat(response.accept(ByteBuffer.wrap(bytes, cut, bytes.length - cut)))
                    .as("cut at %d", cut)
                    .isTrue();
            assertThat(response.text()).isEqualTo("hello world");
            assertThat(response.status).isEqualTo(200);
            assertThat(response.received).isEqualTo(bytes.length);
        }
    }

    @Test
    void accept_ofAnEmptyBody_isDoneWithTheHead() throws IOException {
        Response response = new Response();
        response.begin(true);
        assertThat(response.accept(ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")))
                .isTrue();
        assertThat(response.status).isEqualTo(404);
    }

    @Test
    void accept_ofSomethingElse_fails() {
        Response response = new Response();
        response.begin(true);
        assertThatThrownBy(() -> response.accept(ascii("SSH-2.0-OpenSSH\r\n\r\n")))
                .isInstanceOf(IOException.class)
                .hasMessage("not an HTTP/1.1 response: SSH-2.0-OpenSSH");
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
