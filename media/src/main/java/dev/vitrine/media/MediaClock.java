package dev.vitrine.media;

import java.time.Duration;
import java.time.Instant;

/**
 * The one straight line between show time and dates.
 *
 * <pre>  media date = anchor + ticks / timescale  </pre>
 *
 * Show time 0 is the first frame that was accepted. The anchor is read once, from the server's clock at that frame, and
 * kept through reconnects and restarts; so EXT-X-PROGRAM-DATE-TIME and cue dates, which both come from here, cannot
 * drift apart. It need not equal anybody's wall clock (draft-pantos-hls-rfc8216bis-22 §B.1).
 *
 * @param anchor the date of show time 0, in whole milliseconds
 */
public record MediaClock(Instant anchor) {

    public MediaClock {
        anchor = Instant.ofEpochMilli(anchor.toEpochMilli());
    }

    /** The date of a moment in show time. */
    public Instant dateOf(long ticks, Timescale timescale) {
        return anchor.plusNanos(timescale.nanos(ticks));
    }

    /** The moment in show time, to the nearest tick; negative before the show. */
    public long ticksAt(Instant date, Timescale timescale) {
        return timescale.ticks(Duration.between(anchor, date));
    }
}
