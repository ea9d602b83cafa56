package dev.vitrine.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** Those that need more than one connection, or one that does not read, are in RtmpServerTest. */
    @ParameterizedTest
    @EnumSource(
            value = Budget.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CONNECTIONS", "WAITING_PER_ADDRESS", "UNREAD_ANSWERS", "MESSAGE_RATE"})
    void whoeverGoesBeyond_isEnded_andCountedUnderWhatItCost(Budget budget) {
        Duration five = Duration.ofSeconds(5);
        RtmpLimits limits = RtmpLimits.defaults()
                .withTimeouts(five, Duration.ofSeconds(20), Duration.ofSeconds(30))
                .withMemory(1_000, budget == Budget.BUFFERED_IN_TOTAL ? 2_000 : 1_100, 8)
                .withTotals(5_000, budget == Budget.BUFFERED_IN_TOTAL ? 1_100 : 1 << 20);
        if (budget == Budget.IDLE_TIME) {
            limits = limits.withTimeouts(five, Duration.ofSeconds(20), five);
        }
        try (ScriptedEncoder encoder = new ScriptedEncoder(limits, "live")) {
            if (budget != Budget.HANDSHAKE_TIME) {
                encoder.handshake();
            }
            switch (budget) {
                case HANDSHAKE_TIME, IDLE_TIME -> wait(encoder, 5_001);
                case PUBLISH_TIME -> wait(encoder, 20_001);
                case MESSAGE_BYTES -> encoder.sends(new Chunks().message(6, 9, 1, 0, new byte[1_001]));
                case BUFFERED_BYTES, BUFFERED_IN_TOTAL -> encoder.sends(begun());
                case CHUNK_STREAMS -> {
                    for (int csid = 3; csid < 12; csid++) {
                        encoder.sends(new Chunks().message(csid, 4, 0, 0, Chunks.hex("0007 00000000")));
                    }
                }
                case AMF -> encoder.sends(new Chunks().message(3, 20, 0, 0, Chunks.filled(64, 10)));
                default -> throw new AssertionError("nothing here goes beyond " + budget);
            }
            assertThat(encoder.channel.isOpen()).isFalse();
            assertThat(encoder.observed).hasSize(2).startsWith("budget " + budget);
        }
    }

    private static void wait(ScriptedEncoder encoder, long millis) {
        encoder.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        encoder.channel.runScheduledPendingTasks();
    }

    /** Two messages of 1,000 bytes, of each of which 900 have come. */
    private static Chunks begun() {
        Chunks chunks = new Chunks().chunkSize(900);
        for (int csid = 5; csid < 7; csid++) {
            chunks.head(0, csid).medium(0).medium(1_000).bytes(9, 1, 0, 0, 0).bytes(Chunks.filled(900, 1));
        }
        return chunks;
    }

    private static Chunks pings(int count) {
        Chunks pings = new Chunks();
        for (int i = 0; i < count; i++) {
            pings.message(2, 4, 0, 0, Chunks.hex("0007 00000000"));
        }
        return pings;
    }
}
