package dev.vitrine.rtmp;

/**
 * Turns the encoder's 32-bit milliseconds into one time line that starts near 0 and never jumps.
 *
 * <pre>
 *   carried (32 bits, wraps) ──unwrap──▶ unwrapped (64 bits) ──place──▶ programme time
 *                                                               + shift, one per lane, the same unless a lane has
 *                                                                 not yet followed the other through a jump
 * </pre>
 *
 * <p>A step back of more than {@value #MAX_BACK_MILLIS} ms or ahead of more than {@value #MAX_AHEAD_MILLIS} ms is a new
 * time line of the encoder's (it was restarted, or counts in 24 or 31 bits). What follows is then put one nominal frame
 * behind what came before.
 */
final class ProgrammeClock {

    static final int MAX_BACK_MILLIS = 1_000;
    static final int MAX_AHEAD_MILLIS = 10_000;

    private final OddityCounter oddities;
    private boolean started;
    private long lastUnwrapped;
    private long shift;
    private long latest = Long.MIN_VALUE;

    ProgrammeClock(OddityCounter oddities) {
        this.oddities = oddities;
    }

    /** The moment nearest to the last one that has these 32 bits. */
    long unwrap(long timestamp) {
        return started ? lastUnwrapped + (int) (timestamp - lastUnwrapped) : timestamp;
    }

    /** The same, for media, which time follows. */
    long follow(long timestamp) {
        lastUnwrapped = unwrap(timestamp);
        started = true;
        return lastUnwrapped;
    }

    /** Makes an unwrapped moment programme time 0. */
    void startAt(long unwrapped) {
        shift = -unwrapped;
    }

    /** For what belongs to no lane: data messages. */
    long place(long unwrapped) {
        return unwrapped + shift;
    }

    /** The programme time of a lane's next unit. May be up to a second behind the lane's last. */
    long place(Placement lane, long unwrapped) {
        long time = lane.placed ? placeNext(lane, unwrapped) : placeFirst(lane, unwrapped);
        lane.placed = true;
        lane.nominal = time > lane.last && time - lane.last <= MAX_BACK_MILLIS ? time - lane.last : lane.nominal;
        lane.last = time;
        latest = Math.max(latest, time);
        return time;
    }

    private long placeFirst(Placement lane, long unwrapped) {
        lane.shift = shift;
        long time = unwrapped + shift;
        if (latest != Long.MIN_VALUE && Math.abs(time - latest) > MAX_AHEAD_MILLIS) {
            // This lane counts from a zero of its own.
            time = latest;
            lane.shift = time - unwrapped;
            oddities.count(Oddity.NEW_TIMELINE, "a track began at " + unwrapped + " ms, far from the other");
        }
        return time;
    }

    private long placeNext(Placement lane, long unwrapped) {
        long due = lane.last + lane.nominal;
        if (Math.abs(unwrapped + shift - due) < Math.abs(unwrapped + lane.shift - due)) {
            lane.shift = shift; // The other lane jumped first; this one has followed.
        }
        long time = unwrapped + lane.shift;
        if (time >= lane.last - MAX_BACK_MILLIS && time <= lane.last + MAX_AHEAD_MILLIS) {
            return time;
        }
        long continued = latest + lane.nominal;
        oddities.count(
                Oddity.NEW_TIMELINE,
                "from " + (lane.last - lane.shift) + " ms to " + unwrapped + " ms; continued at " + continued + " ms");
        shift = continued - unwrapped;
        lane.shift = shift;
        return continued;
    }

    /** Where one lane is on the time line. */
    static final class Placement {
        private boolean placed;
        private long shift;
        private long last;
        private long nominal;

        /** @param nominal a guess at the distance of two units, in milliseconds, until it is known */
        Placement(long nominal) {
            this.nominal = nominal;
        }
    }
}
