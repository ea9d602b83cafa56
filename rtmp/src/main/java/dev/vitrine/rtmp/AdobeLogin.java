package dev.vitrine.rtmp;

import dev.vitrine.media.PublishGate.Login;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The log-in by user and password that librtmp (and so OBS), ffmpeg and hardware encoders know as {@code authmod=adobe}.
 * Each step is a connection of its own; what the server says stands in the description of a refused {@code connect}.
 *
 * <pre>
 *   encoder                                            server
 *     │ connect login ─────────────────────────────────▶ │
 *     │ ◀─────────── code=403 need auth; authmod=adobe
 *     │ connect login?authmod=adobe&user=U ────────────▶ │
 *     │ ◀─ ?reason=needauth&user=U&salt=S&challenge=C&opaque=C
 *     │ connect login?authmod=adobe&user=U&challenge=N&response=R&opaque=C ─▶ │
 *     │ ◀─────────── NetConnection.Connect.Success, or ?reason=authfailed
 *
 *   R = base64(MD5( base64(MD5(U + S + password)) + C + N ))
 * </pre>
 *
 * <p>Nothing is remembered of those who only ask: a challenge signs itself. One that was answered rightly is remembered
 * until it is too old, so that nobody who overheard can say it again. An unknown user is asked like a known one.
 */
final class AdobeLogin {

    static final String NEED_AUTHENTICATION = "[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ";

    private static final String REJECT = "[ AccessManager.Reject ] : [ authmod=adobe ] : ";
    private static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int NONCE_BYTES = 12;
    private static final int SIGNATURE_BYTES = 12;
    private static final int MOST_USED = 10_000;
    private static final int MAX_FIELD = 200;

    private final byte[] secret = new byte[32];
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> used = new LinkedHashMap<>();

    AdobeLogin() {
        random.nextBytes(secret);
    }

    /** Whether somebody may come in, or what he is told instead. */
    record Verdict(Optional<String> user, String refusal) {}

    /**
     * The next step.
     *
     * @param parameters of the application that {@code connect} names
     * @param login of the user in them, when there is such a user
     * @param now as {@link System#nanoTime()}
     */
    Verdict answer(Map<String, String> parameters, Optional<Login> login, long now) {
        String claimed = parameters.getOrDefault("user", "");
        String user = claimed.length() <= MAX_FIELD ? claimed : "";
        String response = parameters.getOrDefault("response", "");
        String challenge = parameters.getOrDefault("opaque", "");
        if (response.isEmpty()) {
            String salt = login.map(Login::salt).orElseGet(() -> saltOfNobody(user));
            String asked = challenge(user, now);
            return new Verdict(
                    Optional.empty(),
                    REJECT + "?reason=needauth&user=" + user + "&salt=" + salt + "&challenge=" + asked + "&opaque="
                            + asked);
        }
        String client = parameters.getOrDefault("challenge", "");
        boolean right = response.length() <= MAX_FIELD
                && client.length() <= MAX_FIELD
                && isOurs(challenge, user, now)
                && login.isPresent()
                && same(response, hash(login.get().saltedPassword() + challenge + client))
                && use(challenge, now);
        return right
                ? new Verdict(Optional.of(user), "")
                : new Verdict(
                        Optional.empty(),
                        REJECT + "?reason=authfailed&opaque=" + challenge(user, now)
                                + " The user is the channel's id, the password its stream key.");
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Time, nonce, and a signature over both and the user. */
    private String challenge(String user, long now) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] body = ByteBuffer.allocate(Long.BYTES + NONCE_BYTES)
                .putLong(now)
                .put(nonce)
                .array();
        byte[] signature = Arrays.copyOf(sign(body, user), SIGNATURE_BYTES);
        byte[] all = ByteBuffer.allocate(body.length + SIGNATURE_BYTES)
                .put(body)
                .put(signature)
                .array();
        return HexFormat.of().formatHex(all);
    }

    private boolean isOurs(String challenge, String user, long now) {
        int length = Long.BYTES + NONCE_BYTES + SIGNATURE_BYTES;
        if (!challenge.matches("[0-9a-f]{" + 2 * length + "}")) {
            return false;
        }
        byte[] all = HexFormat.of().parseHex(challenge);
        byte[] body = Arrays.copyOf(all, Long.BYTES + NONCE_BYTES);
        byte[] signature = Arrays.copyOfRange(all, body.length, all.length);
        long age = now - ByteBuffer.wrap(all).getLong();
        return MessageDigest.isEqual(signature, Arrays.copyOf(sign(body, user), SIGNATURE_BYTES))
                && age >= 0
                && age <= LIFETIME_NANOS;
    }

    private synchronized boolean use(String challenge, long now) {
        used.values().removeIf(at -> now - at > LIFETIME_NANOS);
        return used.size() < MOST_USED && used.putIfAbsent(challenge, now) == null;
    }

    private String saltOfNobody(String user) {
        return HexFormat.of().formatHex(sign(new byte[] {1}, user), 0, 4);
    }

    private byte[] sign(byte[] body, String user) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(body);
            return mac.doFinal(user.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** The scheme's own, whatever is thought of MD5 today. */
    static String hash(String text) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(md5);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
