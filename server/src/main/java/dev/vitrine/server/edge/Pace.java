package dev.vitrine.server.edge;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * So many a second, with a burst, for each of many askers, in a fixed amount of memory: one number per slot says until when
 * what was asked is paid for (the generic cell rate algorithm, ITU-T I.371). Askers that share a slot share its rate: with
 * {@link #MANY} slots it takes bad luck, and with a salt nobody can bring it about.
 *
 * <p>Lock-free, and takes no memory for an asker.
 */
public final class Pace {

    /** Half a megabyte. */
    public static final int MANY = 1 << 16;

    private static final long SECOND = 1_000_000_000L;

    private final long interval;
    private final long burst;
    private final LongSupplier nanos;
    private final long origin;
    private final long salt;
    private final AtomicLongArray paidUntil;

    /**
     * Nobody has asked yet.
     *
     * @param perSecond how many, in the long run
     * @param burst how many at once after a rest, 1 or more
     * @param slots a power of two
     * @param nanos monotonic
     * @param salt random where askers choose their own keys
     */
    public Pace(int perSecond, int burst, int slots, LongSupplier nanos, long salt) {
        this.interval = SECOND / perSecond;
        this.burst = (burst - 1) * interval;
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
        this.salt = salt;
        this.paidUntil = new AtomicLongArray(slots);
    }

    /** For one asker. */
    public static Pace ofOne(int perSecond, int burst, LongSupplier nanos) {
        return new Pace(perSecond, burst, 1, nanos, 0);
    }

    /**
     * Asks for one.
     *
     * @return 0 when it is granted; otherwise how long to wait, in nanoseconds, and nothing is taken
     */
    public long ask(long asker) {
        int slot = slot(asker);
        while (true) {
            long now = nanos.getAsLong() - origin;
            long until = paidUntil.get(slot);
            long early = until - burst - now;
            if (early > 0) {
                return early;
            }
            if (paidUntil.compareAndSet(slot, until, Math.max(until, now) + interval)) {
                return 0;
            }
        }
    }

    private int slot(long asker) {
        long mixed = (asker ^ salt) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return (int) (mixed >>> 32) & (paidUntil.length() - 1);
    }
}
