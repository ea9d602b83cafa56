package dev.vitrine.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimescaleTest {

    @Test
    void rescale_halfTick_roundsUp() {
        assertThat(new Timescale(2).rescale(1, new Timescale(1))).isEqualTo(1);
        assertThat(new Timescale(2).rescale(-1, new Timescale(1))).isZero();
        assertThat(Timescale.MILLIS.rescale(33, Timescale.VIDEO)).isEqualTo(2970);
    }

    @Test
    void rescale_anyTicks_isTheNearestTick() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Timescale from = new Timescale(1 + random.nextInt(1_000_000_000));
            Timescale to = new Timescale(1 + random.nextInt(1_000_000_000));
            long ticks = random.nextLong(-(1L << 40), 1L << 40) / 1_000;
            BigInteger twice = BigInteger.valueOf(ticks)
                    .multiply(BigInteger.valueOf(2L * to.ticksPerSecond()))
                    .add(BigInteger.valueOf(from.ticksPerSecond()));
            BigInteger[] parts = twice.divideAndRemainder(BigInteger.valueOf(2L * from.ticksPerSecond()));
            BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
            if (floor.bitLength() > 62) {
                continue;
            }
            assertThat(from.rescale(ticks, to))
                    .as("seed %d: %d of %s in %s", seed, ticks, from, to)
                    .isEqualTo(floor.longValueExact());
        }
    }

    @Test
    void ticks_ofDuration_isTheNearest() {
        assertThat(Timescale.VIDEO.ticks(Duration.ofMillis(500))).isEqualTo(45_000);
        assertThat(Timescale.VIDEO.duration(45_000)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void birth_outOfRange_namesTheBound() {
        assertThatThrownBy(() -> new Timescale(0)).hasMessageContaining("timescale 0 is not between 1 and 1000000000");
    }
}
