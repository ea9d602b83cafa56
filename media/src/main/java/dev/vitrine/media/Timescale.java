package dev.vitrine.media;

import java.time.Duration;

/**
 * How many ticks make one second, as in the {@code timescale} of an {@code mdhd} box (ISO/IEC 14496-12 §8.4.2).
 *
 * @param ticksPerSecond 1 to 1,000,000,000
 */
public record Timescale(int ticksPerSecond) {

    /** RTMP's own clock. */
    public static final Timescale MILLIS = new Timescale(1_000);

    /** The clock of video tracks: divisible by 24, 25, 30, 50 and 60, and by a millisecond. */
    public static final Timescale VIDEO = new Timescale(90_000);

    public static final Timescale NANOS = new Timescale(1_000_000_000);

    public Timescale {
        if (ticksPerSecond < 1 || ticksPerSecond > 1_000_000_000) {
            throw new IllegalArgumentException(
                    "timescale " + ticksPerSecond + " is not between 1 and 1000000000 ticks per second");
        }
    }

    /**
     * The same moment counted in another timescale, rounded to the nearest tick (halves up).
     *
     * <p>Rescale absolute times, never differences one after the other: only so does rounding not add up.
     */
    public long rescale(long ticks, Timescale to) {
        if (to.ticksPerSecond == ticksPerSecond) {
            return ticks;
        }
        long seconds = Math.floorDiv(ticks, ticksPerSecond);
        long rest = Math.floorMod(ticks, ticksPerSecond);
        // rest < 1e9 and to < = 1e9, so the product stays below 2^60.
        long fraction = (rest * to.ticksPerSecond * 2 + ticksPerSecond) / (2L * ticksPerSecond);
        return Math.addExact(Math.multiplyExact(seconds, (long) to.ticksPerSecond), fraction);
    }

    public long nanos(long ticks) {
        return rescale(ticks, NANOS);
    }

    public Duration duration(long ticks) {
        return Duration.ofNanos(nanos(ticks));
    }

    /** The tick nearest to {@code duration}. */
    public long ticks(Duration duration) {
        return NANOS.rescale(duration.toNanos(), this);
    }

    /** For attributes written as decimal seconds; not for arithmetic. */
    public double seconds(long ticks) {
        return (double) ticks / ticksPerSecond;
    }
}
