package dev.vitrine.server.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What the log-in that encoders know ({@code authmod=adobe}) is checked against: user = the channel's id, password = its
 * stream key. The scheme hashes with MD5 and wants its first hash kept as it is: whoever reads it can log in. So it is
 * kept only where an operator asked for it.
 *
 * @param salt letters and digits, sent to whoever asks
 * @param saltedPassword base64(MD5(user + salt + password))
 */
public record EncoderLogin(String salt, String saltedPassword) {

    static EncoderLogin of(String user, String password, String salt) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("MD5").digest((user + salt + password).getBytes(StandardCharsets.UTF_8));
            return new EncoderLogin(salt, Base64.getEncoder().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    static EncoderLogin parse(String stored) {
        int space = stored.indexOf(' ');
        return new EncoderLogin(stored.substring(0, space), stored.substring(space + 1));
    }

    /** As it is stored. */
    @Override
    public String toString() {
        return salt + " " + saltedPassword;
    }
}
