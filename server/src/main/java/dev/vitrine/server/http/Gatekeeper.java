package dev.vitrine.server.http;

import dev.vitrine.server.http.SessionCookies.Session;
import dev.vitrine.server.store.Secrets;
import dev.vitrine.server.store.TokenStore;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.Optional;

/** Says who is asking, and keeps out who may not. Asks the database: for worker threads. */
final class Gatekeeper {

    static final HttpString CSRF_HEADER = new HttpString("X-CSRF-Token");
    private static final String BEARER = "bearer ";

    private final SessionCookies cookies;
    private final TokenStore tokens;
    private final Optional<String> adminToken;

    Gatekeeper(SessionCookies cookies, TokenStore tokens, Optional<String> adminToken) {
        this.cookies = cookies;
        this.tokens = tokens;
        this.adminToken = adminToken;
    }

    /**
     * The operator who is asking.
     *
     * @throws Refusal 401 when nobody we know does, 403 when a browser's call does not come from our own page
     */
    Principal operator(HttpServerExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
        if (authorization != null) {
            return script(authorization);
        }
        Session session = cookies.resume(exchange)
                .orElseThrow(() ->
                        Refusal.unauthorized("log in (POST /api/v1/session) or send Authorization: Bearer <token>"));
        if (!isRead(exchange.getRequestMethod())) {
            requireCsrf(exchange, session);
        }
        return new Principal.Person(session);
    }

    private Principal script(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw Refusal.unauthorized("Authorization must be: Bearer <token>");
        }
        String secret = authorization.substring(BEARER.length()).trim();
        if (adminToken.filter(token -> Secrets.same(token, secret)).isPresent()) {
            return new Principal.Script("admin token");
        }
        return tokens.authenticate(secret)
                .map(token -> new Principal.Script(token.name()))
                .orElseThrow(() -> Refusal.unauthorized("this token is unknown or was revoked"));
    }

    private void requireCsrf(HttpServerExchange exchange, Session session) {
        String sent = exchange.getRequestHeaders().getFirst(CSRF_HEADER);
        if (sent == null || !cookies.csrfMatches(session, sent)) {
            throw Refusal.of(
                    StatusCodes.FORBIDDEN,
                    "the header " + CSRF_HEADER + " must hold the value that the login answered"
                            + " (GET /api/v1/session tells it again)");
        }
    }

    private static boolean isRead(HttpString method) {
        return method.equals(Methods.GET) || method.equals(Methods.HEAD);
    }
}
