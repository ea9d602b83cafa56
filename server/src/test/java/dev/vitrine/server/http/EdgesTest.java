package dev.vitrine.server.http;

import static dev.vitrine.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, files, headers, and what strangers try. */
class EdgesTest {

    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void home_leadsToTheFirstChannel_orToTheConsole() throws Exception {
        assertThat(server.get("/").headers().firstValue("Location")).contains("/admin/");
        server.services.channels().create("main", "Main");
        assertThat(server.get("/").headers().firstValue("Location")).contains("/watch/main");
        assertThat(server.get("/admin").headers().firstValue("Location")).contains("/admin/");
    }

    @Test
    void page_titleWithMarkup_isText() throws Exception {
        server.services.channels().create("main", "\"><script>alert('x')</script>&{{publicUrl}} $1");
        String page = server.get("/watch/main").body();
        assertThat(page)
                .contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;{{publicUrl}} $1 – Vitrine"
                        + " &lt;Tests&gt;")
                .contains("src=\"/live/main/index.m3u8\"")
                .contains("base=\"http://127.0.0.1:" + server.port() + "\"")
                .contains("lang=\"en\" data-accent=\"#e4572e\"")
                .doesNotContain("<script>");
    }

    @Test
    void page_language_isTheVisitorsWhereWeHaveIt() throws Exception {
        server.services.channels().create("main", "Main");
        for (var expected : Map.of(
                        "vi-VN,vi;q=0.9,en;q=0.5",
                        "vi",
                        "fr, vi;q=0.4",
                        "vi",
                        "de",
                        "en",
                        ";;nonsense",
                        "en",
                        "en",
                        "en")
                .entrySet()) {
            var page =
                    server.send(server.request("GET", "/watch/main", "").header("Accept-Language", expected.getKey()));
            assertThat(page.body()).as(expected.getKey()).contains("lang=\"" + expected.getValue() + "\"");
        }
    }

    @Test
    void page_everyPlaceholder_isKnownOrAFault() {
        assertThatThrownBy(() -> Pages.fill("{{nonsense}}", Map.of())).hasMessageContaining("{{nonsense}}");
    }

    @Test
    void headers_forbidInlineScriptAndForeignFrames() throws Exception {
        server.services.channels().create("main", "Main");
        var watch = server.get("/watch/main").headers();
        assertThat(watch.firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:;"
                        + " media-src 'self' blob:; connect-src 'self'; font-src 'self'; worker-src 'self' blob:;"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'self'");
        assertThat(watch.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(watch.firstValue("X-Frame-Options")).contains("SAMEORIGIN");
        assertThat(watch.firstValue("Referrer-Policy")).isPresent();
        assertThat(watch.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");

        var embed = server.get("/embed/main").headers();
        assertThat(embed.firstValue("Content-Security-Policy").orElseThrow())
                .endsWith("frame-ancestors 'self' https://shop.brand.vn");
        assertThat(embed.firstValue("X-Frame-Options")).isEmpty();
    }

    @Test
    void console_homeIsChecked_assetsAreKept() throws Exception {
        var home = server.get("/admin/");
        assertThat(home.body()).contains("Console of the tests");
        assertThat(home.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(server.get("/admin/channels/main").body()).isEqualTo(home.body());

        var asset = server.get("/admin/assets/app-1a2b.js");
        assertThat(asset.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(asset.headers().firstValue("Content-Type")).contains("text/javascript; charset=UTF-8");

        var missing = server.get("/admin/assets/gone.js");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(json(missing).get("detail").asText()).contains("/admin/assets/gone.js");
    }

    @Test
    void files_compressedAndChecked() throws Exception {
        var plain = server.get("/admin/assets/app-1a2b.js");
        var zipped = server.client.send(
                server.request("GET", "/admin/assets/app-1a2b.js", "")
                        .header("Accept-Encoding", "br, gzip;q=0.8")
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(zipped.headers().firstValue("Vary")).contains("Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .isEqualTo(plain.body().getBytes(StandardCharsets.UTF_8));

        String tag = plain.headers().firstValue("ETag").orElseThrow();
        assertThat(zipped.headers().firstValue("ETag")).isPresent().get().isNotEqualTo(tag);
        var again = server.send(
                server.request("GET", "/admin/assets/app-1a2b.js", "").header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(server.send(server.request("GET", "/admin/assets/app-1a2b.js", "")
                                .header("Accept-Encoding", "gzip;q=0"))
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void embed_module_canBeLoadedByOtherSites() throws Exception {
        var module = server.get("/embed/v1.js");
        assertThat(module.body()).contains("player = 1");
        assertThat(module.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        var cues = server.get("/embed/cues/v1.js");
        assertThat(cues.body()).contains("cues = 1");
        assertThat(cues.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(server.get("/embed/assets/part-3c4d.js").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/../../etc/passwd.txt",
                "/admin/..%2f..%2flogback-test.xml",
                "/admin/%2e%2e/overlay/v1.js",
                "/admin/assets/../../../logback-test.xml",
                "/admin/.hidden.js",
                "/admin//assets/app-1a2b.js",
                "/embed/assets/../../console/index.html",
                "/embed/assets/..\\..\\x.js",
                "/images/../vitrine.db",
                "/images/..%2fvitrine.db",
                "/images/%2e%2e%2fvitrine.db",
                "/watch/..%2f",
                "/replay/../../vitrine.db"
            })
    void paths_outOfTheirFolder_areNothing(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .doesNotContain("SQLite format")
                .doesNotContain("<configuration")
                .doesNotContain("player = 1");
        assertThat(answer.lines().findFirst().orElseThrow())
                .as(path)
                .matches("HTTP/1.1 (404|400) .*|HTTP/1.1 200 OK")
                .satisfies(status -> {
                    if (status.contains("200")) {
                        assertThat(answer).containsAnyOf("media /replay", "Console of the tests");
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/channels", "POST /api/v1/channels", "DELETE /api/v1/channels/x", "GET /api/v1/events",
                "POST /api/v1/channels/x/key", "GET /api/v1/shows", "DELETE /api/v1/session", "GET /api/v1/session"
            })
    void api_withoutCredentials_isClosed(String call) throws Exception {
        String[] parts = call.split(" ", -1);
        var answer = server.send(server.request(parts[0], parts[1], parts[0].equals("POST") ? "{}" : ""));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(json(answer).get("status").asInt()).isEqualTo(401);
    }

    @Test
    void body_tooLarge_isRefusedWhetherItSaysSoOrNot() throws Exception {
        String large = "{\"id\":\"" + "x".repeat(300_000) + "\"}";
        var said = server.call("POST", "/api/v1/channels", large);
        assertThat(said.statusCode()).isEqualTo(413);
        assertThat(json(said).get("title").asText()).isEqualTo("Content Too Large");

        String chunk = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
        String chunked = raw("POST /api/v1/channels HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + TestServer.ADMIN_TOKEN + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk);
        assertThat(chunked).startsWith("HTTP/1.1 413");
    }

    /** Who sends on is answered all the same: no reset overtakes the answer. */
    @ParameterizedTest
    @ValueSource(strings = {"keep-alive", "close"})
    void body_tooLarge_isReadToItsEndAndDropped(String connection) throws Exception {
        byte[] body = new byte[8 << 20];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(tooLarge(connection, body.length));
            out.write(body);
            out.flush();
            assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void body_tooLargeAndNeverComplete_isGivenUp() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(tooLarge("keep-alive", 8 << 20));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413");
        }
    }

    private static byte[] tooLarge(String connection, int length) {
        return ("POST /api/v1/channels HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestServer.ADMIN_TOKEN
                        + "\r\nConnection: " + connection + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String firstLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    void body_ofAStranger_isNotRead() throws Exception {
        String answer = raw("POST /api/v1/channels HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n"
                + "Connection: close\r\n\r\n{");
        assertThat(answer).startsWith("HTTP/1.1 401");
    }

    @Test
    void method_notPossible_saysWhichAre() throws Exception {
        var answer = server.call("PUT", "/api/v1/channels/main", "{}");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("DELETE, GET, PATCH");
        assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void media_isTheOthersPart() throws Exception {
        assertThat(server.get("/live/main/index.m3u8").body()).isEqualTo("media /live/main/index.m3u8");
        assertThat(server.get("/replay/s1/index.m3u8").statusCode()).isEqualTo(404);
    }

    @Test
    void health_andMetrics() throws Exception {
        assertThat(server.get("/health/live").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(server.get("/health/ready").body())
                .isEqualTo("{\"status\":\"ok\",\"checks\":{\"database\":true,\"disk\":true}}");
        assertThat(server.get("/metrics").body())
                .contains("vitrine_http_requests_total{route=\"/health/live\",status=\"2xx\"} 1")
                .contains("# TYPE vitrine_heap_used_bytes gauge");
    }

    @Test
    void head_isGetWithoutTheBody() throws Exception {
        var head = server.send(server.request("HEAD", "/admin/", ""));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(server.get("/admin/").headers().firstValue("Content-Length"));
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
