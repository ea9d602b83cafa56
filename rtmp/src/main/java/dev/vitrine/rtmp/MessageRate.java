package dev.vitrine.rtmp;

import java.util.concurrent.TimeUnit;

/** Counts one connection's messages: so many a second, twice that in a burst. */
final class MessageRate {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private double left;
    private long lastNanos;

    /** @param nanos the monotonic clock, now */
    MessageRate(int perSecond, long nanos) {
        this.perSecond = perSecond;
        this.left = 2.0 * perSecond;
        this.lastNanos = nanos;
    }

    /** A message has come. */
    void count(long nanos) {
        left = Math.min(2.0 * perSecond, left + (nanos - lastNanos) / NANOS * perSecond) - 1;
        lastNanos = nanos;
        if (left < 0) {
            throw new RtmpException(Budget.MESSAGE_RATE, "more than " + perSecond + " messages a second");
        }
    }
}
