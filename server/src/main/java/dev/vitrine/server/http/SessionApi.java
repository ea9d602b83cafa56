package dev.vitrine.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.server.http.SessionCookies.Session;
import dev.vitrine.server.store.UserStore;
import dev.vitrine.server.store.UserStore.User;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/session}: in, who am I, out. */
final class SessionApi {

    private static final Logger LOG = LoggerFactory.getLogger(SessionApi.class);

    /** A password costs half a second of a core: more at once would take the workers from everybody else. */
    private static final int CHECKED_AT_ONCE = 4;

    private final UserStore users;
    private final SessionCookies cookies;
    private final LoginThrottle throttle;
    private final Semaphore checking = new Semaphore(CHECKED_AT_ONCE);

    SessionApi(UserStore users, SessionCookies cookies, LoginThrottle throttle) {
        this.users = users;
        this.cookies = cookies;
        this.throttle = throttle;
    }

    Reply login(Call call) {
        refuseOtherSites(call);
        JsonBody body = call.json("user", "password");
        String name = body.string("user");
        String password = body.string("password");
        InetAddress address = call.exchange().getSourceAddress().getAddress();
        throttle.attempt(address).ifPresent(wait -> {
            throw tooMany(wait);
        });
        Optional<User> user = authenticate(name, password);
        if (user.isEmpty()) {
            LOG.info("login refused from {}", address.getHostAddress());
            throw Refusal.unauthorized("the user name or the password is wrong");
        }
        throttle.succeeded(address);
        return answer(cookies.begin(call.exchange(), user.get()));
    }

    Reply whoAmI(Call call) {
        return answer(session(call));
    }

    Reply logout(Call call) {
        cookies.end(call.exchange(), session(call));
        return Reply.noContent();
    }

    private Optional<User> authenticate(String name, String password) {
        if (!checking.tryAcquire()) {
            throw tooMany(Duration.ofSeconds(2));
        }
        try {
            return users.authenticate(name, password);
        } finally {
            checking.release();
        }
    }

    /** Log-in CSRF: another site must not log a visitor in as somebody else. Scripts do not send this header. */
    private static void refuseOtherSites(Call call) {
        call.header("Sec-Fetch-Site").filter("cross-site"::equals).ifPresent(site -> {
            throw Refusal.of(StatusCodes.FORBIDDEN, "log in from the server's own page, not from another site's");
        });
    }

    private static Session session(Call call) {
        return call.principal()
                .browser()
                .orElseThrow(() -> Refusal.unauthorized("this call came with a token, not with a log-in"));
    }

    private Reply answer(Session session) {
        JsonNode node = Json.object().put("user", session.user()).put("csrf", cookies.csrf(session));
        return Reply.ok(node);
    }

    private static Refusal tooMany(Duration wait) {
        long seconds = Math.max(1, wait.toSeconds() + 1);
        return Refusal.tooMany("too many log-in attempts; try again in " + seconds + " s", seconds);
    }
}
