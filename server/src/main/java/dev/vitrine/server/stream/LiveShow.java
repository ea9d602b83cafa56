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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broadcast: a stretch of show time that begins with the first frame and is linear to its end, whatever the encoder
 * does meanwhile. What is not thread-safe in it belongs to the channel's media thread.
 *
 * <pre>
 *   show time 0            end of the take     the encoder is back
 *   ├──── take 1 ──────────┤─ ─ ─ gap ─ ─ ─ ─ ├──── take 2 ─────▶
 *   anchor                                     at the time that passed since the anchor, never before what is published
 * </pre>
 *
 * <p>It is the first picture of a take that is put there. A hole of less than {@link #CLOSED_NANOS} is none: the take begins
 * where the one before it ended. Its dates are earlier by that little, as if its line were slower; but hls.js, which looks
 * over holes of a tenth of a second in its buffer, never says that a show has ended which has one shortly before its end.
 *
 * <p>A take moves on the line when the encoder's clock has run too far away from ours: see {@link ClockDrift}.
 */
final class LiveShow {

    private static final Logger log = LoggerFactory.getLogger(LiveShow.class);

    /** A tenth of a second, and three pictures by which buffers reach further than playlists. */
    static final long CLOSED_NANOS = 200_000_000;

    /** Ten seconds of sound before a take's first picture: then its place is that of its sound. */
    private static final int MOST_HELD = 500;

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

    private final ClockDrift drift = new ClockDrift();
    private final Map<Integer, Placed> placed = new HashMap<>();
    private List<Track> running = List.of();
    private LongConsumer moved = nanos -> {};
    private long offsetNanos;

    /** Whether the running take has no place yet, because its first picture has not come. */
    private boolean placing;

    /** What is done with what came of it until then. */
    private final List<Runnable> held = new ArrayList<>();

    /** How much later than before the take is to go on, from its next random access point. */
    private long dueNanos;

    /** The take was moved back over what is published: it is left out until it is past that. */
    private boolean leftOut;

    private volatile long spokenForNanos;
    private volatile long movedBackToNanos;
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

    /** The date of a frame that has come; of what is left out, the date at which the show goes on. */
    Instant dateOf(long showNanos) {
        return clock.dateOf(Math.max(showNanos, movedBackToNanos), Timescale.NANOS);
    }

    /**
     * Places a take on the show's line.
     *
     * @param offset is told where the take's time 0 lies, in nanoseconds of show time that are whole milliseconds: when it
     *     has its place, and whenever the take moves
     */
    void begin(List<Track> now, long arrivalNanos, LongConsumer offset) {
        long elapsed = Math.max(arrivalNanos - anchorNanos, 0);
        offsetNanos = 0;
        held.clear();
        placing = spokenForNanos > 0;
        if (spokenForNanos > 0) {
            packager.fillGapTo(elapsed);
            long published = packager.statistics().publishedToNanos();
            offsetNanos = ceilToMillis(Math.max(elapsed, published));
            if (published <= elapsed) {
                drift.restart();
            }
        }
        moved = offset;
        tracks(now);
        if (!placing) {
            moved.accept(offsetNanos);
        }
    }

    /** The running take's tracks, from here on. */
    void tracks(List<Track> now) {
        running = List.copyOf(now);
        placeTracks();
        dueNanos = 0;
        leftOut = false;
        packager.tracks(now);
        ladder.ifPresent(rungs -> rungs.tracks(now));
    }

    private void placeTracks() {
        placed.clear();
        for (Track track : running) {
            long shift = Timescale.NANOS.rescale(offsetNanos, track.timescale());
            placed.put(track.id(), new Placed(track, shift, new InputMeter(track)));
        }
    }

    void write(AccessUnit unit) {
        if (placing) {
            writeUnplaced(unit);
        } else {
            writeNow(unit);
        }
    }

    private void writeUnplaced(AccessUnit unit) {
        if (unit.trackId() != leading()) {
            oncePlaced(() -> writeNow(unit));
            return;
        }
        if (unit.randomAccess()) {
            closeHole(showNanos(unit));
            place();
        }
        writeNow(unit);
    }

    /** Does what needs the place of the running take when it has one. */
    void oncePlaced(Runnable work) {
        if (!placing) {
            work.run();
            return;
        }
        held.add(work);
        if (held.size() >= MOST_HELD) {
            place();
        }
    }

    /** The take's first picture would lie there. */
    private void closeHole(long pictureNanos) {
        long hole = pictureNanos - packager.statistics().publishedToNanos();
        if (hole > 0 && hole < CLOSED_NANOS) {
            offsetNanos = ceilToMillis(offsetNanos - hole);
            placeTracks();
        }
    }

    private void place() {
        placing = false;
        moved.accept(offsetNanos);
        List<Runnable> all = List.copyOf(held);
        held.clear();
        all.forEach(Runnable::run);
    }

    private void writeNow(AccessUnit unit) {
        if ((dueNanos != 0 || leftOut) && !isShown(unit)) {
            return;
        }
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

    /** Once a second while media comes: is the encoder's clock still ours? */
    void observe(long nowNanos) {
        if (dueNanos != 0 || leftOut) {
            return;
        }
        long fast = -ceilToMillis(-drift.observe(lead(nowNanos).toNanos()));
        if (fast > 0) {
            move(-fast);
            leftOut = true;
            movedBackToNanos = packager.statistics().publishedToNanos();
        } else {
            dueNanos = -fast;
        }
    }

    /** While the take is being moved: whether a unit is for viewers. Moves it where a random access point lets it. */
    private boolean isShown(AccessUnit unit) {
        boolean point = unit.trackId() == leading() && unit.randomAccess();
        if (point && dueNanos != 0) {
            long later = dueNanos;
            packager.fillGapTo(showNanos(unit) + later);
            move(later);
        } else if (point && showNanos(unit) >= packager.statistics().publishedToNanos()) {
            leftOut = false;
        }
        return !leftOut;
    }

    private void move(long byNanos) {
        log.info(
                "show {}: the encoder's clock has run {} ms {}; the show is put right",
                identity.id(),
                Math.abs(byNanos) / 1_000_000,
                byNanos > 0 ? "behind" : "ahead");
        offsetNanos += byNanos;
        drift.corrected();
        tracks(running);
        moved.accept(offsetNanos);
    }

    private int leading() {
        return running.stream()
                .filter(Track::isVideo)
                .findFirst()
                .orElse(running.get(0))
                .id();
    }

    private long showNanos(AccessUnit unit) {
        Placed to = placed.get(unit.trackId());
        return to == null ? Long.MIN_VALUE : to.track().timescale().nanos(unit.pts() + to.shift());
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
