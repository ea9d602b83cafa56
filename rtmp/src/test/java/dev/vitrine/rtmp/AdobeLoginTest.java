package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.PublishGate.Login;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The log-in, step by step, as librtmp's PublisherAuth and ffmpeg's do_adobe_auth go through it. */
class AdobeLoginTest {

    private static final Login KEPT = new Login("pepper42", AdobeLogin.hash("main" + "pepper42" + "open sesame"));

    private final AdobeLogin logins = new AdobeLogin();

    @Test
    void rightAnswer_comesIn_once() {
        Map<String, String> answer = answer("open sesame", 0);
        assertThat(logins.answer(answer, Optional.of(KEPT), 1).user()).contains("main");
        assertThat(logins.answer(answer, Optional.of(KEPT), 2).user())
                .as("overheard and said again")
                .isEmpty();
    }

    @Test
    void wrongPassword_anotherUser_anOldOrMadeUpChallenge_stayOut() {
        assertThat(logins.answer(answer("open barley", 0), Optional.of(KEPT), 1).refusal())
                .contains("?reason=authfailed");
        assertThat(logins.answer(answer("open sesame", 0), Optional.empty(), 1).user())
                .isEmpty();
        assertThat(logins.answer(answer("open sesame", 0), Optional.of(KEPT), TimeUnit.SECONDS.toNanos(31))
                        .user())
                .isEmpty();
        Map<String, String> madeUp = answer("open sesame", 0);
        madeUp.put("opaque", "00".repeat(32));
        assertThat(logins.answer(madeUp, Optional.of(KEPT), 1).user()).isEmpty();
        Map<String, String> stolen = answer("open sesame", 0);
        stolen.put("user", "other");
        assertThat(logins.answer(stolen, Optional.of(KEPT), 1).user()).isEmpty();
    }

    @Test
    void unknownUser_isAskedLikeAKnownOne_withTheSameSaltEachTime() {
        String first = question("nobody", Optional.empty(), 0);
        String second = question("nobody", Optional.empty(), 1);
        assertThat(first).contains("?reason=needauth&user=nobody&salt=");
        assertThat(field(first, "salt")).hasSize(8).isEqualTo(field(second, "salt"));
        assertThat(field(first, "opaque")).isNotEqualTo(field(second, "opaque"));
    }

    private String question(String user, Optional<Login> login, long now) {
        return logins.answer(Map.of("authmod", "adobe", "user", user), login, now)
                .refusal();
    }

    private Map<String, String> answer(String password, long now) {
        String asked = question("main", Optional.of(KEPT), now);
        String salted = AdobeLogin.hash("main" + field(asked, "salt") + password);
        Map<String, String> answer = new HashMap<>();
        answer.put("user", "main");
        answer.put("challenge", "0badcafe");
        answer.put("opaque", field(asked, "opaque"));
        answer.put("response", AdobeLogin.hash(salted + field(asked, "opaque") + "0badcafe"));
        return answer;
    }

    private static String field(String description, String name) {
        return description.replaceAll(".*[?&]" + name + "=([^&]*).*", "$1");
    }
}
