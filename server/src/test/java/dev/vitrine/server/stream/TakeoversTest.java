package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.stream.Takeovers.Verdict;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TakeoversTest {

    private static final Duration ALIVE = Duration.ofMillis(200);
    private static final Duration SILENT = Duration.ofSeconds(3);

    @Test
    void theDead_areReplacedUnderEitherPolicy_andDoNotCountAsTurns() {
        for (boolean takeover : new boolean[] {true, false}) {
            Takeovers takeovers = new Takeovers(takeover, Duration.ofSeconds(3));
            for (int i = 0; i < 10; i++) {
                assertThat(takeovers.judge(SILENT, i)).isEqualTo(Verdict.REPLACES_THE_DEAD);
            }
        }
    }

    @Test
    void theLiving_areReplacedFourTimesInFiveMinutes() {
        Takeovers takeovers = new Takeovers(true, Duration.ofSeconds(3));
        for (int i = 0; i < 4; i++) {
            assertThat(takeovers.judge(ALIVE, TimeUnit.SECONDS.toNanos(i))).isEqualTo(Verdict.TAKES_OVER);
        }
        assertThat(takeovers.judge(ALIVE, TimeUnit.SECONDS.toNanos(100))).isEqualTo(Verdict.FLAPS);
        assertThat(takeovers.judge(ALIVE, TimeUnit.SECONDS.toNanos(304))).isEqualTo(Verdict.TAKES_OVER);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 60})
    void twoThatComeAgainForEver_takeFourTurnsInADay_howeverPatientTheyAre(int secondsBetween) {
        Takeovers takeovers = new Takeovers(true, Duration.ofSeconds(3));
        int turns = 0;
        for (long second = 0; second < Duration.ofDays(1).toSeconds(); second += secondsBetween) {
            if (takeovers.judge(ALIVE, TimeUnit.SECONDS.toNanos(second)) == Verdict.TAKES_OVER) {
                turns++;
            }
        }
        assertThat(turns).isEqualTo(4);
    }

    @Test
    void byTheOtherPolicy_theLivingStay() {
        assertThat(new Takeovers(false, Duration.ofSeconds(3)).judge(ALIVE, 0)).isEqualTo(Verdict.STAYS_OUT);
    }
}
