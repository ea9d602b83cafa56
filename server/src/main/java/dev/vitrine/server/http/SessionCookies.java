package dev.vitrine.server.http;

import dev.vitrine.server.store.Secrets;
import dev.vitrine.server.store.SessionStore;
import dev.vitrine.server.store.UserStore;
import dev.vitrine.server.store.UserStore.User;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.server.handlers.CookieSameSiteMode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A session is a signed cookie; nothing of it is kept here but the ids of those that were logged out early.
 *
 * <pre>  v1 . base64url(user) . id . begun . expires . base64url(HMAC-SHA256(secret, all before))  </pre>
 *
 * <p>{@code begun} and {@code expires} in milliseconds. It lasts 12 hours and is renewed while it is used; it ends with
 * a log-out and with a change of the user's password. The CSRF token is a second HMAC over the same id, so it needs no
 * place of its own.
 */
final class SessionCookies {

    static final String NAME = "vitrine_session";
    static final Duration LIFETIME = Duration.ofHours(12);

    /** Not at each request: a cookie a second would be noise. */
    private static final Duration RENEWED_AFTER = Duration.ofMinutes(10);

    private static final String VERSION = "v1";
    private static final int ID_LENGTH = 26;

    private final SessionStore sessions;
    private final UserStore users;
    private final InstantSource clock;
    private final SecretKeySpec secret;

    SessionCookies(SessionStore sessions, UserStore users, InstantSource clock) {
        this.sessions = sessions;
        this.users = users;
        this.clock = clock;
        this.secret = new SecretKeySpec(sessions.secret(), "HmacSHA256");
    }

    /** A person who is logged in. */
    record Session(String user, String id, Instant begun, Instant expires) {}

    /** Logs the user in: sets the cookie on the response. */
    Session begin(HttpServerExchange exchange, User user) {
        Instant now = clock.instant();
        Session session = new Session(user.name(), Secrets.random(ID_LENGTH), now, now.plus(LIFETIME));
        set(exchange, session);
        return session;
    }

    /** The session that the request's cookie stands for, renewed when it is due. Asks the database. */
    Optional<Session> resume(HttpServerExchange exchange) {
        Cookie cookie = exchange.getRequestCookie(NAME);
        Optional<Session> found =
                cookie == null ? Optional.empty() : read(cookie.getValue()).filter(this::holds);
        found.filter(session ->
                        Duration.between(clock.instant(), session.expires()).compareTo(LIFETIME.minus(RENEWED_AFTER))
                                < 0)
                .ifPresent(session -> set(exchange, prolonged(session)));
        return found;
    }

    /** Logs out: here and, whoever kept a copy of the cookie, everywhere. */
    void end(HttpServerExchange exchange, Session session) {
        sessions.revoke(session.id(), clock.instant().plus(LIFETIME));
        exchange.setResponseCookie(cookie(exchange, "").setMaxAge(0));
    }

    /** What the console sends back in {@code X-CSRF-Token} to show that the call is its own. */
    String csrf(Session session) {
        return hmac("csrf." + session.id());
    }

    boolean csrfMatches(Session session, String sent) {
        return Secrets.same(csrf(session), sent);
    }

    private Session prolonged(Session session) {
        return new Session(
                session.user(), session.id(), session.begun(), clock.instant().plus(LIFETIME));
    }

    private boolean holds(Session session) {
        return clock.instant().isBefore(session.expires())
                && !sessions.isRevoked(session.id())
                && users.find(session.user())
                        .filter(user -> !session.begun().isBefore(user.passwordChanged()))
                        .isPresent();
    }

    private void set(HttpServerExchange exchange, Session session) {
        String body = String.join(
                ".",
                VERSION,
                base64(session.user().getBytes(StandardCharsets.UTF_8)),
                session.id(),
                Long.toString(session.begun().toEpochMilli()),
                Long.toString(session.expires().toEpochMilli()));
        exchange.setResponseCookie(
                cookie(exchange, body + "." + hmac(body)).setMaxAge(Math.toIntExact(LIFETIME.toSeconds())));
    }

    private Optional<Session> read(String value) {
        int dot = value.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        byte[] expected = hmac(value.substring(0, dot)).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, value.substring(dot + 1).getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        // From here on it is our own writing.
        String[] parts = value.substring(0, dot).split("\\.", -1);
        if (parts.length != 5 || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        return Optional.of(new Session(
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8),
                parts[2],
                Instant.ofEpochMilli(Long.parseLong(parts[3])),
                Instant.ofEpochMilli(Long.parseLong(parts[4]))));
    }

    private static Cookie cookie(HttpServerExchange exchange, String value) {
        return new CookieImpl(NAME, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure("https".equals(exchange.getRequestScheme()))
                .setSameSiteMode(CookieSameSiteMode.STRICT.toString());
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return base64(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
