package dev.vitrine.server.stream;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import java.util.ArrayDeque;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What a track really brings, measured over the last ten seconds of its own time. Owned by the media thread. */
final class InputMeter {

    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final long ENOUGH_NANOS = 900_000_000L;

    private final Timescale timescale;
    private final ArrayDeque<Unit> recent = new ArrayDeque<>();
    private long bytesInWindow;
    private long lastRandomAccess = Long.MIN_VALUE;
    private long gopNanos = -1;

    InputMeter(Track track) {
        this.timescale = track.timescale();
    }

    void add(AccessUnit unit) {
        long nanos = timescale.nanos(unit.dts());
        recent.addLast(new Unit(nanos, unit.payload().length));
        bytesInWindow += unit.payload().length;
        while (nanos - recent.getFirst().nanos() > WINDOW_NANOS) {
            bytesInWindow -= recent.removeFirst().bytes();
        }
        if (unit.randomAccess()) {
            if (lastRandomAccess != Long.MIN_VALUE) {
                gopNanos = nanos - lastRandomAccess;
            }
            lastRandomAccess = nanos;
        }
    }

    /** Bits a second of payload. */
    OptionalLong bitrate() {
        long span = span();
        return span < ENOUGH_NANOS
                ? OptionalLong.empty()
                : OptionalLong.of(Math.round((bytesInWindow - recent.getLast().bytes()) * 8e9 / span));
    }

    /** Access units a second, to two decimals. */
    OptionalDouble rate() {
        long span = span();
        return span < ENOUGH_NANOS
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.round((recent.size() - 1) * 1e11 / span) / 100.0);
    }

    /** Seconds between the last two random access points, or since the last one when that is longer already. */
    OptionalDouble gopSeconds() {
        if (lastRandomAccess == Long.MIN_VALUE || recent.isEmpty()) {
            return OptionalDouble.empty();
        }
        long open = recent.getLast().nanos() - lastRandomAccess;
        long longest = Math.max(gopNanos, gopNanos < 0 && open < WINDOW_NANOS ? -1 : open);
        return longest < 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.round(longest / 1e7) / 100.0);
    }

    /** When, in show time, the newest unit is decoded; empty before the first. */
    OptionalLong newestNanos() {
        return recent.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(recent.getLast().nanos());
    }

    /** Nanoseconds from the oldest unit in the window to the newest. */
    long span() {
        return recent.size() < 2
                ? 0
                : recent.getLast().nanos() - recent.getFirst().nanos();
    }

    private record Unit(long nanos, int bytes) {}
}
