package dev.vitrine.hls;

import java.time.Duration;
import java.util.Optional;

/**
 * What delivery directives ask for, against what a playlist has (RFC 8216bis §6.2.5.2). Pure.
 *
 * <p>A request is answered as soon as the playlist holds the segment or part it names, or anything later; a part behind
 * the last of a complete segment means the first part of the next.
 */
final class BlockingReload {

    private static final long SECOND = 1_000_000_000L;

    private BlockingReload() {}

    /** Present: refuse with 400 for this reason. */
    static Optional<String> refusal(PlaylistVersion version, Directives directives, Duration partTarget) {
        if (version.content().ended() || directives.msn().isEmpty()) {
            return Optional.empty();
        }
        long msn = directives.msn().getAsLong();
        long open = version.lastMsn() + 1;
        if (msn > open + 1) {
            return Optional.of("_HLS_msn=" + msn + " is more than two beyond the last segment " + version.lastMsn());
        }
        if (directives.part().isPresent() && msn >= open) {
            int part = directives.part().getAsInt();
            // Counted from the last part that is listed. What is left of the open segment is not known, so a request
            // for the segment after it is judged as if nothing were.
            long ahead = msn == open ? part - (version.content().openParts() - 1L) : part + 1L;
            long limit = advanceLimit(partTarget);
            if (ahead > limit) {
                return Optional.of("_HLS_part=" + part + " of segment " + msn + " is " + ahead
                        + " parts ahead, more than " + limit);
            }
        }
        return Optional.empty();
    }

    static boolean satisfied(PlaylistVersion version, Directives directives) {
        if (version.content().ended() || directives.msn().isEmpty()) {
            return true;
        }
        long msn = directives.msn().getAsLong();
        long last = version.lastMsn();
        if (directives.part().isEmpty()) {
            return msn <= last;
        }
        int part = directives.part().getAsInt();
        int openParts = version.content().openParts();
        if (msn < last) {
            return true;
        }
        if (msn == last) {
            return part < version.partCount(msn) || openParts > 0;
        }
        return msn == last + 1 && part < openParts;
    }

    /** How many parts ahead a client may ask: three, and for parts below a second three seconds' worth. */
    static long advanceLimit(Duration partTarget) {
        long nanos = partTarget.toNanos();
        return nanos < SECOND ? 3 * SECOND / nanos : 3;
    }
}
