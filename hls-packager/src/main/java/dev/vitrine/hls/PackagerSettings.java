package dev.vitrine.hls;

import java.time.Duration;

/**
 * How a presentation is cut.
 *
 * @param segmentDuration a segment ends at the first random access point at or after it; whole milliseconds, 500 ms up
 *     to {@code targetDuration}
 * @param targetDuration EXT-X-TARGETDURATION, which can never change (RFC 8216bis §6.2.1): whole seconds, 1 to 30. A
 *     segment whose random access point does not come in time is cut before it would round to more
 * @param partDuration EXT-X-PART-INF:PART-TARGET, the longest a part can be; 100 ms up to {@code segmentDuration}
 * @param window how much of the past a live playlist lists; at least three target durations, at most a day
 */
public record PackagerSettings(
        Duration segmentDuration, Duration targetDuration, Duration partDuration, Duration window) {

    public PackagerSettings {
        require(
                targetDuration.toMillis() % 1000 == 0 && between(targetDuration, 1_000, 30_000),
                "target duration",
                targetDuration,
                "whole seconds, 1s to 30s");
        require(
                between(segmentDuration, 500, targetDuration.toMillis()),
                "segment duration",
                segmentDuration,
                "between 500ms and the target duration of " + text(targetDuration));
        require(
                between(partDuration, 100, segmentDuration.toMillis()),
                "part duration",
                partDuration,
                "between 100ms and the segment duration of " + text(segmentDuration));
        require(
                between(window, 3 * targetDuration.toMillis(), 86_400_000),
                "window",
                window,
                "between three target durations (" + text(targetDuration.multipliedBy(3)) + ") and 24h");
    }

    /** Segments of 2 s, parts of 500 ms, half an hour to rewind. */
    public static PackagerSettings defaults() {
        return new PackagerSettings(
                Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofMillis(500), Duration.ofMinutes(30));
    }

    /** How long a request may be parked, and how far from the end parts stay listed: §6.2.5.2, §6.2.2. */
    Duration threeTargets() {
        return times(3, targetDuration);
    }

    /** For how long a version may wait for a rendition's parts. */
    Duration threeParts() {
        return times(3, partDuration);
    }

    /** Asked for with each part and each request; {@link Duration#multipliedBy} calculates with decimals of any length. */
    private static Duration times(int count, Duration duration) {
        return Duration.ofNanos(count * duration.toNanos());
    }

    private static boolean between(Duration value, long minMillis, long maxMillis) {
        return value.toNanos() % 1_000_000 == 0 && value.toMillis() >= minMillis && value.toMillis() <= maxMillis;
    }

    private static void require(boolean holds, String what, Duration value, String bound) {
        if (!holds) {
            throw new IllegalArgumentException(what + " " + text(value) + " must be " + bound);
        }
    }

    private static String text(Duration value) {
        long millis = value.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
