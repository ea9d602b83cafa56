package dev.vitrine.hls;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Timescale;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;

/** Measures what goes through one packager. Media thread. */
final class Meter {

    private static final int MAX_FRAMES = 300;
    private static final int MAX_GOPS = 5;
    /** Rates that cameras and encoders have; millisecond timestamps are too coarse to tell them from their neighbours. */
    private static final double[] USUAL_RATES = {
        10, 12, 12.5, 15, 20, 24_000 / 1001d, 24, 25, 30_000 / 1001d, 30, 48, 50, 60_000 / 1001d, 60, 90, 100, 120
    };

    private final Deque<Long> frames = new ArrayDeque<>();
    private final Deque<Long> randomAccess = new ArrayDeque<>();
    private Timescale timescale = Timescale.MILLIS;

    /** Durations in playlists are rounded. */
    private static final long ROUNDING_NANOS = 20_000_000;

    private static final long BRIEF_NANOS = 60_000_000_000L;

    private final long minPeakNanos;
    private final long maxPeakNanos;
    private final Deque<Weight> newest = new ArrayDeque<>();
    private long bytes;
    private long nanos;
    private long peak;
    private long declared;

    /** A segment's size and duration. */
    private record Weight(long bytes, long nanos) {}

    Meter(Duration targetDuration) {
        // Segments in a row that count for the peak last half a target duration to one and a half (§4.4.6.2).
        this.minPeakNanos = targetDuration.toNanos() / 2 - ROUNDING_NANOS;
        this.maxPeakNanos = targetDuration.toNanos() * 3 / 2 + ROUNDING_NANOS;
    }

    /** What the encoder says that it is going to send; 0 when it says nothing. */
    void declared(long bitsPerSecond) {
        declared = bitsPerSecond;
    }

    void take(Timescale scale) {
        timescale = scale;
        frames.clear();
        randomAccess.clear();
    }

    void video(AccessUnit unit) {
        keep(frames, unit.dts(), MAX_FRAMES);
        if (unit.randomAccess()) {
            keep(randomAccess, unit.dts(), MAX_GOPS + 1);
        }
    }

    void part(long size, long durationNanos) {
        bytes += size;
        nanos += durationNanos;
    }

    void segment(long size, long durationNanos) {
        newest.addFirst(new Weight(size, durationNanos));
        long rowBytes = 0;
        long rowNanos = 0;
        int counted = 0;
        for (Weight segment : newest) {
            rowBytes += segment.bytes();
            rowNanos += segment.nanos();
            if (rowNanos > maxPeakNanos) {
                break;
            }
            counted++;
            if (rowNanos >= minPeakNanos) {
                peak = Math.max(peak, rate(rowBytes, rowNanos));
            }
        }
        while (newest.size() > counted) {
            newest.removeLast();
        }
    }

    long bytes() {
        return bytes;
    }

    long average() {
        return rate(bytes, nanos);
    }

    /**
     * The highest rate of segments in a row. A show's first seconds are often a still, and players ask for the multivariant
     * playlist once: until there is a minute of it, it is at least what the encoder says.
     */
    long peak() {
        long measured = peak == 0 ? average() : peak;
        return nanos < BRIEF_NANOS ? Math.max(measured, declared) : measured;
    }

    OptionalDouble framesPerSecond() {
        if (frames.size() < 8) {
            return OptionalDouble.empty();
        }
        double seconds = timescale.seconds(frames.getLast() - frames.getFirst());
        double measured = (frames.size() - 1) / seconds;
        // One tick of RTMP's clock at either end is what the measurement may be wrong by.
        double tolerance = Math.max(0.0004, 0.0021 / seconds);
        double best = measured;
        double distance = tolerance * measured;
        for (double usual : USUAL_RATES) {
            if (Math.abs(usual - measured) < distance) {
                best = usual;
                distance = Math.abs(usual - measured);
            }
        }
        return OptionalDouble.of(best);
    }

    Optional<Duration> gop() {
        return randomAccess.size() < 2
                ? Optional.empty()
                : Optional.of(timescale.duration(
                        (randomAccess.getLast() - randomAccess.getFirst()) / (randomAccess.size() - 1)));
    }

    private static void keep(Deque<Long> values, long value, int max) {
        values.add(value);
        if (values.size() > max) {
            values.remove();
        }
    }

    private static long rate(long bytes, long nanos) {
        return nanos == 0 ? 0 : Math.round(bytes * 8e9 / nanos);
    }
}
