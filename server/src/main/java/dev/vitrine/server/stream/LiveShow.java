package dev.vitrine.server.stream;

import dev.vitrine.hls.HlsPackager;
import dev.vitrine.hls.HlsPublication;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaClock;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.overlay.CueDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One broadcast: a stretch of show time that begins with the first frame and is linear to its end, whatever the encoder
 * does meanwhile. What is not thread-safe in it belongs to the channel's media thread.
 *
 * <pre>
 *   show time 0            end of the take     the encoder is back
 *   ├──── take 1 ──────────┤─ ─ ─ gap ─ ─ ─ ─ ├──── take 2 ─────▶
 *   anchor                                     at the time that passed since the anchor, never before what is published
 * </pre>
 */
final class LiveShow {

    /**
     * A track of the running take.
     *
     * @param shift from the take's time to show time, in its ticks
     */
    record Placed(Track track, long shift, InputMeter meter) {}

    /** The row in the store. */
    record Identity(String id, String epoch, String title) {}

    private final Identity identity;
    private final MediaClock clock;
    private final long anchorNanos;
    private final HlsPackager packager;
    private final HlsPublication publication;
    private final CueDesk desk;

    private final Map<Integer, Placed> placed = new HashMap<>();
    private volatile long spokenForNanos;
    private volatile Optional<LiveLadder> ladder = Optional.empty();

    /**
     * @param anchorNanos the monotonic clock at show time 0
     * @param spokenForNanos show time up to which the playlist is written already; 0 for a new show
     */
    LiveShow(
            Identity identity,
            MediaClock clock,
            long anchorNanos,
            long spokenForNanos,
            HlsPackager packager,
            HlsPublication publication,
            CueDesk desk) {
        this.identity = identity;
        this.clock = clock;
        this.anchorNanos = anchorNanos;
        this.spokenForNanos = spokenForNanos;
        this.packager = packager;
        this.publication = publication;
        this.desk = desk;
    }

    Identity identity() {
        return identity;
    }

    MediaClock clock() {
        return clock;
    }

    HlsPublication publication() {
        return publication;
    }

    /** Its renditions below the source; told before the show begins, or goes on. */
    void follow(LiveLadder newLadder) {
        ladder = Optional.of(newLadder);
    }

    Optional<LiveLadder> ladder() {
        return ladder;
    }

    HlsPackager packager() {
        return packager;
    }

    CueDesk desk() {
        return desk;
    }

    Instant edge() {
        return clock.dateOf(spokenForNanos, Timescale.NANOS);
    }

    /** Places a take on the show's line and returns where its time 0 lies, in whole milliseconds of show time. */
    long begin(List<Track> now, long arrivalNanos) {
        long elapsed = Math.max(arrivalNanos - anchorNanos, 0);
        long offset = 0;
        if (spokenForNanos > 0) {
            packager.fillGapTo(elapsed);
            offset = ceilToMillis(Math.max(elapsed, packager.statistics().publishedToNanos()));
        }
        tracks(now, offset);
        return offset;
    }

    /** The running take's tracks, from here on. */
    void tracks(List<Track> now, long offsetNanos) {
        placed.clear();
        for (Track track : now) {
            long shift = Timescale.NANOS.rescale(offsetNanos, track.timescale());
            placed.put(track.id(), new Placed(track, shift, new InputMeter(track)));
        }
        packager.tracks(now);
        ladder.ifPresent(rungs -> rungs.tracks(now));
    }

    void write(AccessUnit unit) {
        Placed to = placed.get(unit.trackId());
        if (to == null) {
            return;
        }
        AccessUnit there = unit.shifted(to.shift());
        to.meter().add(there);
        packager.write(there);
        ladder.ifPresent(rungs -> rungs.write(there));
        spokenForNanos = Math.max(spokenForNanos, to.track().timescale().nanos(Math.max(there.dts(), there.pts())));
    }

    /** Writes the hole up to now into the playlist, in whole parts. */
    void fillGap(long nowNanos) {
        long elapsed = nowNanos - anchorNanos;
        if (elapsed > spokenForNanos) {
            packager.fillGapTo(elapsed);
            ladder.ifPresent(LiveLadder::gap);
            spokenForNanos = Math.max(spokenForNanos, packager.statistics().publishedToNanos());
        }
    }

    /** Media that is ahead of (positive) or behind (negative) the time that passed since the anchor. */
    Duration lead(long nowNanos) {
        return Duration.ofNanos(spokenForNanos - (nowNanos - anchorNanos));
    }

    Collection<Placed> placed() {
        return placed.values();
    }

    private static long ceilToMillis(long nanos) {
        return -Math.floorDiv(-nanos, 1_000_000L) * 1_000_000L;
    }
}
