package dev.vitrine.rtmp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature that Flash-era peers put into their handshake: an HMAC-SHA256 over the rest of the 1536 bytes, hidden in
 * one of two places. It proves nothing (its keys are public); a peer that sends it wants to see one in return. Not in
 * RTMP 1.0; the layout is that of every implementation.
 */
@SuppressWarnings("UnsafeFinalization") // A false alarm: no native code here.
enum HandshakeDigest {
    /** Digest in the second half: its offset is the sum of the bytes at 772 to 775. */
    SECOND_HALF(772),
    /** Digest in the first half: its offset is the sum of the bytes at 8 to 11. */
    FIRST_HALF(8);

    static final int LENGTH = 32;

    private static final int RANGE = 728;
    private static final byte[] PLAYER_KEY = "Genuine Adobe Flash Player 001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_KEY = "Genuine Adobe Flash Media Server 001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_KEY_LONG =
            concat(SERVER_KEY, "f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");

    private final int sumAt;

    HandshakeDigest(int sumAt) {
        this.sumAt = sumAt;
    }

    /** Which layout a client's 1536 bytes are signed in; none when they are not. */
    static Optional<HandshakeDigest> ofClient(byte[] c1) {
        return Arrays.stream(values())
                .filter(layout -> MessageDigest.isEqual(layout.in(c1), layout.over(c1, PLAYER_KEY)))
                .findFirst();
    }

    /** The 32 bytes that stand in the digest's place. */
    byte[] in(byte[] packet) {
        int at = offset(packet);
        return Arrays.copyOfRange(packet, at, at + LENGTH);
    }

    /** Signs a server's S1 in place. */
    void signServer(byte[] s1) {
        System.arraycopy(over(s1, SERVER_KEY), 0, s1, offset(s1), LENGTH);
    }

    /** Signs a client's C1 in place. */
    void signClient(byte[] c1) {
        System.arraycopy(over(c1, PLAYER_KEY), 0, c1, offset(c1), LENGTH);
    }

    /** Signs a server's S2 in place: its last 32 bytes, with a key made of the client's digest. */
    static void signAnswer(byte[] s2, byte[] clientDigest) {
        byte[] key = hmac(SERVER_KEY_LONG, clientDigest, LENGTH, LENGTH);
        int body = s2.length - LENGTH;
        System.arraycopy(hmac(key, s2, body, s2.length), 0, s2, body, LENGTH);
    }

    private int offset(byte[] packet) {
        int sum = 0;
        for (int i = sumAt; i < sumAt + 4; i++) {
            sum += packet[i] & 0xff;
        }
        return sumAt + 4 + sum % RANGE;
    }

    private byte[] over(byte[] packet, byte[] key) {
        int at = offset(packet);
        return hmac(key, packet, at, at + LENGTH);
    }

    /** Over the bytes before {@code end} and those from {@code resume} on. */
    private static byte[] hmac(byte[] key, byte[] data, int end, int resume) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(data, 0, end);
            mac.update(data, resume, data.length - resume);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] concat(byte[] head, String tailHex) {
        byte[] tail = HexFormat.of().parseHex(tailHex);
        byte[] whole = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return whole;
    }
}
