package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.edge.Network;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a proxy, under a name, towards other sites: what the configuration says about the outside holds. */
class OutsideTest {

    private static final String LOGIN = "{\"user\":\"admin\",\"password\":\"a good password\"}";
    private static final String WRONG = "{\"user\":\"admin\",\"password\":\"a wrong password\"}";
    private static final int EVERYTHING = 1_000;

    @TempDir
    private Path directory;

    @Test
    void aTrustedProxy_speaksForViewers_inCookiesLinksAndThrottles() throws Exception {
        try (TestServer server = behind("127.0.0.1", EVERYTHING)) {
            var login = server.send(from(server, "203.0.113.5", "POST", "/api/v1/session", LOGIN)
                    .header("X-Forwarded-Proto", "https"));
            assertThat(login.headers().firstValue("Set-Cookie").orElseThrow()).containsIgnoringCase("secure");

            for (int i = 0; i < LoginThrottle.FAILURES; i++) {
                server.send(from(server, "203.0.113.9", "POST", "/api/v1/session", WRONG));
            }
            assertThat(server.send(from(server, "203.0.113.9", "POST", "/api/v1/session", LOGIN))
                            .statusCode())
                    .isEqualTo(429);
            assertThat(server.send(from(server, "203.0.113.5", "POST", "/api/v1/session", LOGIN))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatTheViewerPutsInFront_isNotBelieved() throws Exception {
        try (TestServer server = behind("127.0.0.1", EVERYTHING)) {
            for (int i = 0; i < LoginThrottle.FAILURES; i++) {
                server.send(from(server, "198.51.100." + i + ", 203.0.113.9", "POST", "/api/v1/session", WRONG));
            }
            assertThat(server.send(from(server, "198.51.100.77, 203.0.113.9", "POST", "/api/v1/session", LOGIN))
                            .statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    void aStranger_speaksForNobody() throws Exception {
        try (TestServer server = behind("10.0.0.0/8", 10)) {
            var login = server.send(from(server, "203.0.113.5", "POST", "/api/v1/session", LOGIN)
                    .header("X-Forwarded-Proto", "https"));
            assertThat(login.headers().firstValue("Set-Cookie").orElseThrow()).doesNotContainIgnoringCase("secure");
            for (int i = 0; i < 30; i++) {
                assertThat(server.send(from(server, "203.0.113.5", "GET", "/products.json", ""))
                                .statusCode())
                        .as("this machine itself is not limited")
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void tooManyRequests_fromOneAddress_areRefused_andOthersGoOn() throws Exception {
        try (TestServer server = behind("127.0.0.1", 10)) {
            HttpResponse<String> last = null;
            for (int i = 0; i < 60 && (last == null || last.statusCode() != 429); i++) {
                last = server.send(from(server, "203.0.113.5", "GET", "/products.json", ""));
            }
            assertThat(last.statusCode()).isEqualTo(429);
            assertThat(last.headers().firstValue("Retry-After")).contains("1");
            assertThat(last.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(server.send(from(server, "203.0.113.6", "GET", "/products.json", ""))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/metrics").body()).contains("vitrine_http_requests_paced_total 1.0");
        }
    }

    @Test
    void sitesThatWereNamed_mayRead_othersMayNot() throws Exception {
        try (TestServer server =
                new TestServer(directory, TestServer.outside(), Set.of("https://shop.example"), EVERYTHING)) {
            var named =
                    server.send(server.request("GET", "/products.json", "").header("Origin", "https://shop.example"));
            assertThat(named.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("https://shop.example");
            assertThat(named.headers().allValues("Vary")).contains("Origin");
            var other =
                    server.send(server.request("GET", "/products.json", "").header("Origin", "https://evil.example"));
            assertThat(other.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
            assertThat(other.headers().allValues("Vary")).contains("Origin");
            var preflight =
                    server.send(server.request("OPTIONS", "/live/main/x", "").header("Origin", "https://evil.example"));
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void whereThereIsHttps_pagesMoveThere_andMediaStays() throws Exception {
        Outside outside = new Outside(Optional.empty(), List.of(), () -> 8443, "live", () -> 1935);
        try (TestServer server = new TestServer(directory, outside, Set.of(), EVERYTHING)) {
            assertThat(raw(server, "GET /admin/?a=b HTTP/1.1", "Host: live.example.com:8080"))
                    .startsWith("HTTP/1.1 307")
                    .contains("Location: https://live.example.com:8443/admin/?a=b\r\n");
            assertThat(raw(server, "GET /live/main/index.m3u8 HTTP/1.1", "Host: live.example.com:8080"))
                    .startsWith("HTTP/1.1 200");
            assertThat(raw(server, "GET /admin/ HTTP/1.1", "Host: localhost:8080"))
                    .doesNotStartWith("HTTP/1.1 307");
            assertThat(raw(server, "GET /admin/ HTTP/1.1", "Host: live.example.com", "X-Forwarded-For: 203.0.113.5"))
                    .as("a proxy that was not named would go round and round")
                    .doesNotStartWith("HTTP/1.1 307");
        }
    }

    @Test
    void strictTransport_isAskedFor_onlyWhereTheStandardPortIsEncrypted() throws Exception {
        Outside named = new Outside(
                Optional.of("https://live.example.com"),
                List.of(Network.parse("127.0.0.1")),
                () -> 0,
                "live",
                () -> 1935);
        try (TestServer server = new TestServer(directory, named, Set.of(), EVERYTHING)) {
            assertThat(raw(server, "GET /health/live HTTP/1.1", "Host: x", "X-Forwarded-Proto: https"))
                    .contains("Strict-Transport-Security: max-age=31536000\r\n");
            assertThat(raw(server, "GET /health/live HTTP/1.1", "Host: x")).doesNotContain("Strict-Transport-Security");
        }
        Outside odd = new Outside(
                Optional.of("https://live.example.com:8443"),
                List.of(Network.parse("127.0.0.1")),
                () -> 0,
                "live",
                () -> 1935);
        try (TestServer server = new TestServer(directory.resolve("odd"), odd, Set.of(), EVERYTHING)) {
            assertThat(raw(server, "GET /health/live HTTP/1.1", "Host: x", "X-Forwarded-Proto: https"))
                    .doesNotContain("Strict-Transport-Security");
        }
    }

    private TestServer behind(String proxy, int requestsPerSecond) {
        Outside outside = new Outside(Optional.empty(), List.of(Network.parse(proxy)), () -> 0, "live", () -> 1935);
        return new TestServer(directory, outside, Set.of(), requestsPerSecond);
    }

    private static java.net.http.HttpRequest.Builder from(
            TestServer server, String viewer, String method, String path, String body) {
        return server.request(method, path, body).header("X-Forwarded-For", viewer);
    }

    /** With a Host of our choice, which Java's own client does not let us send. */
    private static String raw(TestServer server, String... lines) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
