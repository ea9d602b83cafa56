package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {

    private static final String RIGHT = "{\"user\":\"admin\",\"password\":\"a good password\"}";
    private static final String WRONG = "{\"user\":\"admin\",\"password\":\"a wrong password\"}";

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
    void login_right_givesACookieThatOnlyTheBrowserSees() throws Exception {
        var answer = login(RIGHT);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TestServer.json(answer).get("user").asText()).isEqualTo("admin");
        assertThat(TestServer.json(answer).get("csrf").asText()).hasSizeGreaterThan(20);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("vitrine_session=v1.")
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Strict")
                .containsIgnoringCase("path=/")
                .containsIgnoringCase("max-age=43200")
                .doesNotContainIgnoringCase("secure"); // over plain HTTP, a browser would not keep it
    }

    @Test
    void session_readsWithTheCookie_writesOnlyWithTheCsrfToken() throws Exception {
        var login = login(RIGHT);
        String csrf = TestServer.json(login).get("csrf").asText();
        String body = "{\"id\":\"main\",\"title\":\"Main\"}";

        assertThat(with(login, "GET", "/api/v1/session", "", "").statusCode()).isEqualTo(200);
        assertThat(with(login, "GET", "/api/v1/channels", "", "").statusCode()).isEqualTo(200);

        var without = with(login, "POST", "/api/v1/channels", body, "");
        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(TestServer.json(without).get("detail").asText()).contains("X-CSRF-Token");
        assertThat(with(login, "POST", "/api/v1/channels", body, (csrf.startsWith("x") ? "y" : "x") + csrf.substring(1))
                        .statusCode())
                .isEqualTo(403);
        assertThat(with(login, "POST", "/api/v1/channels", body, csrf).statusCode())
                .isEqualTo(201);
    }

    @Test
    void login_wrong_doesNotSayWhichHalf() throws Exception {
        var password = login(WRONG);
        var user = login("{\"user\":\"nobody\",\"password\":\"a good password\"}");
        assertThat(password.statusCode()).isEqualTo(401);
        assertThat(user.body()).isEqualTo(password.body());
        assertThat(password.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void login_tenFailures_thenWait() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(login(WRONG).statusCode()).isEqualTo(401);
        }
        var refused = login(RIGHT);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("301");

        server.clock.advance(Duration.ofMinutes(5));
        assertThat(login(RIGHT).statusCode()).isEqualTo(200);
    }

    @Test
    void login_successes_areNotFailures() throws Exception {
        for (int i = 0; i < 12; i++) {
            assertThat(login(RIGHT).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void login_fromAnotherSitesPage_refused() throws Exception {
        var answer =
                server.send(server.request("POST", "/api/v1/session", RIGHT).header("Sec-Fetch-Site", "cross-site"));
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void cookie_forgedOrCut_isNobody() throws Exception {
        String cookie = cookie(login(RIGHT));
        String[] parts = cookie.split("\\.", -1);
        String longer = parts[0] + "." + parts[1] + "." + parts[2] + "." + parts[3] + ".9999999999999." + parts[5];
        for (String forged : new String[] {
            longer,
            cookie.substring(0, cookie.length() - 1),
            cookie + "A",
            "v1",
            "",
            "v1.....",
            ".",
            "vitrine_session=v1.YWRtaW4.a.1.9999999999999."
        }) {
            assertThat(server.send(server.request("GET", "/api/v1/session", "")
                                    .header(
                                            "Cookie",
                                            forged.startsWith("vitrine") ? forged : "vitrine_session=" + forged))
                            .statusCode())
                    .as(forged)
                    .isEqualTo(401);
        }
    }

    @Test
    void session_logout_endsItForEveryCopyOfTheCookie() throws Exception {
        var login = login(RIGHT);
        String csrf = TestServer.json(login).get("csrf").asText();
        var logout = with(login, "DELETE", "/api/v1/session", "", csrf);
        assertThat(logout.statusCode()).isEqualTo(204);
        assertThat(logout.headers().firstValue("Set-Cookie").orElseThrow()).contains("1970");
        assertThat(with(login, "GET", "/api/v1/session", "", "").statusCode()).isEqualTo(401);
    }

    @Test
    void session_endsAfterTwelveHours_unlessUsed() throws Exception {
        var login = login(RIGHT);
        server.clock.advance(Duration.ofHours(11));
        var used = with(login, "GET", "/api/v1/session", "", "");
        assertThat(used.headers().firstValue("Set-Cookie")).isPresent();

        server.clock.advance(Duration.ofHours(2));
        assertThat(with(login, "GET", "/api/v1/session", "", "").statusCode()).isEqualTo(401);
        assertThat(with(used, "GET", "/api/v1/session", "", "").statusCode()).isEqualTo(200);
    }

    @Test
    void session_endsWithAPasswordChange() throws Exception {
        var login = login(RIGHT);
        server.clock.advance(Duration.ofSeconds(1));
        server.services.users().changePassword("admin", "another password");
        assertThat(with(login, "GET", "/api/v1/session", "", "").statusCode()).isEqualTo(401);
    }

    @Test
    void token_opensUntilRevoked() throws Exception {
        var issued = server.services.tokens().create("script");
        assertThat(bearer(issued.secret()).statusCode()).isEqualTo(200);
        server.services.tokens().revoke(issued.token().id());
        var refused = bearer(issued.secret());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"vitrine\"");
        assertThat(bearer("").statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> bearer(String token) throws Exception {
        return server.send(server.request("GET", "/api/v1/channels", "").header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> login(String body) throws Exception {
        return server.send(server.request("POST", "/api/v1/session", body));
    }

    private HttpResponse<String> with(HttpResponse<String> login, String method, String path, String body, String csrf)
            throws Exception {
        var request = server.request(method, path, body).header("Cookie", "vitrine_session=" + cookie(login));
        return server.send(csrf.isEmpty() ? request : request.header("X-CSRF-Token", csrf));
    }

    private static String cookie(HttpResponse<String> login) {
        String header = login.headers().firstValue("Set-Cookie").orElseThrow();
        return header.substring("vitrine_session=".length(), header.indexOf(';'));
    }
}
