package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who costs too much ends, and is counted under what it cost. */
class BudgetTest {

    private static ScriptedEncoder limited(RtmpLimits limits) {
        ScriptedEncoder encoder = new ScriptedEncoder(limits, "live");
        encoder.handshake();
        return encoder;
    }

    @Test
    void messagesBeyondTheRate_endTheConnection_andABurstOfTwiceTheRateDoesNot() {
        RtmpLimits limits = RtmpLimits.defaults().withTotals(100, 16 << 20);
        try (ScriptedEncoder encoder = limited(limits)) {
            encoder.sends(pings(200));
            assertThat(encoder.channel.isOpen()).isTrue();
            encoder.channel.advanceTimeBy(1, TimeUnit.SECONDS);
            encoder.sends(pings(100));
            assertThat(encoder.channel.isOpen()).isTrue();
            encoder.sends(pings(1));
            assertThat(encoder.channel.isOpen()).isFalse();
            assertThat(encoder.observed)
                    .containsExactly("budget MESSAGE_RATE", "closed: more than 100 messages a second");
        }
    }

    @Test
    void unfinishedMessagesOfAllConnections_shareOneBudget() {
        RtmpLimits limits =
                RtmpLimits.defaults().withMemory(100_000, 100_000, 8).withTotals(100, 100_000);
        Door door = new Door(limits, RtmpObserver.NONE);
        assertThat(door.buffered().take(99_990)).as("another connection's").isTrue();
        assertThat(door.buffered().take(11)).isFalse();
        door.buffered().giveBack(100_001);
        assertThat(door.buffered().used()).isZero();
    }

    @Test
    void chunkStreamsAndMessageLength_areCounted() {
        try (ScriptedEncoder encoder = limited(RtmpLimits.defaults().withMemory(1_000, 1_000, 4))) {
            encoder.sends(new Chunks().message(6, 9, 1, 0, new byte[1_001]));
            assertThat(encoder.observed)
                    .containsExactly("budget MESSAGE_BYTES", "closed: message of 1001 bytes is longer than 1000");
        }
    }

    private static Chunks pings(int count) {
        Chunks pings = new Chunks();
        for (int i = 0; i < count; i++) {
            pings.message(2, 4, 0, 0, Chunks.hex("0007 00000000"));
        }
        return pings;
    }
}
