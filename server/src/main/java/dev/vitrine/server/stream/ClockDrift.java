package dev.vitrine.server.stream;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * How far an encoder's clock has run away from this server's. No two clocks agree: 50 millionths make 4.3 s a day, and the
 * programme's dates come from the encoder's. Within {@link #BOUND} nothing is done about it. Beyond, the show is put right
 * in one step, which viewers see: so a line that is slow for some minutes must not look like a slow clock, and an encoder
 * that sends some seconds ahead is not a fast one.
 *
 * <pre>
 *   lead of the media over the server's clock, once a second
 *   ├── {@link #WINDOW} ──┼── {@link #WINDOW} ──┼── …
 *     its median is       beyond the bound for nine tenths of it: that much is to be put right
 *     what is normal
 * </pre>
 *
 * Owned by the media thread. See {@code docs/decisions/0009-clocks-that-drift.md}.
 */
final class ClockDrift {

    /** What dates may be off, before they are put right. */
    static final Duration BOUND = Duration.ofSeconds(2);

    /** How long is watched before anything is judged. */
    static final Duration WINDOW = Duration.ofMinutes(15);

    /** Samples are a second apart. */
    private static final int SAMPLES = Math.toIntExact(WINDOW.toSeconds());

    private final long[] leads = new long[SAMPLES];
    private int count;
    private OptionalLong normal = OptionalLong.empty();

    /** What comes now is on a place of its own on the line: its lead is the new normal. */
    void restart() {
        count = 0;
        normal = OptionalLong.empty();
    }

    /** The show was put right: what is normal stays so. */
    void corrected() {
        count = 0;
    }

    /**
     * To be called once a second.
     *
     * @param lead nanoseconds by which the newest media is ahead of the time that passed
     * @return nanoseconds to be put right: positive when the encoder's clock is fast; 0 when all is well
     */
    long observe(long lead) {
        leads[count++] = lead;
        if (count < SAMPLES) {
            return 0;
        }
        count = 0;
        Arrays.sort(leads);
        if (normal.isEmpty()) {
            normal = OptionalLong.of(leads[SAMPLES / 2]);
            return 0;
        }
        long fast = leads[SAMPLES / 10] - normal.getAsLong();
        long slow = leads[SAMPLES * 9 / 10] - normal.getAsLong();
        if (fast >= BOUND.toNanos()) {
            return fast;
        }
        return slow <= -BOUND.toNanos() ? slow : 0;
    }
}
