package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    private static byte[] c1(boolean plain) {
        byte[] c1 = new byte[HandshakeHandler.PACKET];
        new Random(7).nextBytes(c1);
        if (plain) {
            Arrays.fill(c1, 4, 8, (byte) 0);
        }
        return c1;
    }

    private static byte[] answerTo(byte[] c1) {
        EmbeddedChannel channel = new EmbeddedChannel(new HandshakeHandler());
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {3}, c1));
        ByteBuf answer = channel.readOutbound();
        byte[] bytes = ByteBufUtil.getBytes(answer);
        answer.release();
        channel.finishAndReleaseAll();
        assertThat(bytes).hasSize(1 + 2 * HandshakeHandler.PACKET).startsWith(3);
        return bytes;
    }

    private static byte[] s1(byte[] answer) {
        return Arrays.copyOfRange(answer, 1, 1 + HandshakeHandler.PACKET);
    }

    private static byte[] s2(byte[] answer) {
        return Arrays.copyOfRange(answer, 1 + HandshakeHandler.PACKET, answer.length);
    }

    @Test
    void aPlainHandshake_getsItsOwnBytesBack() {
        byte[] c1 = c1(true);
        byte[] answer = answerTo(c1);
        assertThat(s2(answer)).isEqualTo(c1);
        assertThat(Arrays.copyOf(s1(answer), 8))
                .as("time 0 and the zero that says plain")
                .containsOnly(0);
    }

    @Test
    void aVersionWithoutASignature_isAnsweredAsPlain() {
        byte[] c1 = c1(false);
        assertThat(s2(answerTo(c1))).isEqualTo(c1);
    }

    @ParameterizedTest
    @EnumSource(HandshakeDigest.class)
    void aSignedHandshake_isAnsweredSignedInTheSameLayout(HandshakeDigest layout) throws Exception {
        byte[] c1 = c1(false);
        layout.signClient(c1);
        byte[] answer = answerTo(c1);

        byte[] resigned = s1(answer).clone();
        layout.signServer(resigned);
        assertThat(resigned).as("S1 carries the server's digest").isEqualTo(s1(answer));
        assertThat(s1(answer)[4]).as("a version that signs").isNotZero();

        // S2: HMAC over its first 1504 bytes, keyed by an HMAC of the client's digest under the 68-byte server key.
        byte[] longKey = Chunks.hex("47656e75696e652041646f626520466c617368204d6564696120536572766572203030 31"
                + "f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");
        byte[] key = hmac(longKey, layout.in(c1));
        byte[] s2 = s2(answer);
        assertThat(Arrays.copyOfRange(s2, 1504, 1536)).isEqualTo(hmac(key, Arrays.copyOf(s2, 1504)));
    }

    private static byte[] hmac(byte[] key, byte[] data) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    @Test
    void oneByteAtATime_withAC2ThatEchoesNothingAndConnectBehindIt_completes() {
        Chunks all = new Chunks()
                .bytes(3)
                .bytes(c1(true))
                .bytes(Chunks.filled(HandshakeHandler.PACKET, 0xee))
                .command(0, "connect", 1.0, Map.of("app", "live"));
        for (int piece : new int[] {1, all.toArray().length}) {
            try (ScriptedEncoder encoder = new ScriptedEncoder()) {
                byte[] bytes = all.toArray();
                for (int at = 0; at < bytes.length; at += piece) {
                    encoder.sends(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
                }
                ByteBuf answer = encoder.channel.readOutbound();
                assertThat(answer.readableBytes()).isEqualTo(1 + 2 * HandshakeHandler.PACKET);
                answer.release();
                assertThat((Object) encoder.channel.pipeline().get("handshake")).isNull();
                assertThat(Stream.<Object>generate(encoder.channel::readOutbound)
                                .takeWhile(java.util.Objects::nonNull)
                                .peek(io.netty.util.ReferenceCountUtil::release))
                        .as("the five replies to connect")
                        .hasSize(5);
            }
        }
    }

    @Test
    void anUnfinishedHandshake_holdsNoMoreThanWhatCame() {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            for (int i = 0; i < 1_500; i++) {
                encoder.sends(new byte[] {3});
            }
            assertThat(encoder.openBytes()).isLessThanOrEqualTo(3_072);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xf3, 6, 0x16, 'G'})
    void anythingElse_aProxyHeaderEncryptionTlsOrHttp_isTurnedAwayAtItsFirstByte(int first) {
        try (ScriptedEncoder encoder = new ScriptedEncoder()) {
            encoder.sends(new byte[] {(byte) first, 0, 0, 0});
            assertThat(encoder.channel.isOpen()).isFalse();
            assertThat(encoder.observed)
                    .containsExactly("closed: not an RTMP handshake: it begins with byte " + first + ", not 3");
        }
    }
}
