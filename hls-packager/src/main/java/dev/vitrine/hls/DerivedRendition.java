package dev.vitrine.hls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A rendition that is made from the source, and whose playlist therefore is the source's, word for word but for the
 * rendition reports, and for a key picture at each segment's start, which the source need not have: same sequence numbers,
 * parts, dates, gaps, discontinuities and cues, because there is only one list.
 * Thread-safe.
 *
 * <p>While it is being made, a version is shown once all its parts are there. While nobody watches it, nothing is made
 * and versions are shown at once, and so they are after it is woken until it has come up with the source; whoever then
 * asks for a segment or part waits until it has been made, out of the source's. Segments that begin while it cannot be
 * made are gaps in its list, so that players take another rendition; those that were listed before stay listed. Where
 * the source has a gap because its encoder is away, it has its last picture in silence, if it has one. See
 * {@code docs/decisions/0007-renditions-on-demand.md}.
 */
final class DerivedRendition {

    private final Rendition description;
    private final Demand demand;
    private final LongPredicate canStand;
    private final Deque<PlaylistVersion> held = new ArrayDeque<>();
    private boolean awake;
    /** Whether it has come up with the source since it was woken. */
    private boolean caughtUp;

    private boolean available = true;
    private boolean fillable;
    private final NavigableSet<Long> gaps = new TreeSet<>();
    private final NavigableSet<Long> slates = new TreeSet<>();
    private long newestMsn = -1;
    private Instant made = Instant.MIN;
    private @Nullable PlaylistVersion newest;
    private @Nullable PlaylistVersion shown;

    /** {@link #shown} as it is here. */
    private @Nullable PlaylistVersion told;

    /** @param canStand whether a segment is a gap in the source in which this rendition's picture can stand still */
    DerivedRendition(DerivedDescription description, Demand demand, LongPredicate canStand) {
        this.description = new Rendition(
                description.name(),
                description.codecs(),
                description.resolution(),
                description.framesPerSecond(),
                description.peakBitsPerSecond(),
                0,
                0,
                true);
        this.demand = demand;
        this.canStand = canStand;
    }

    String name() {
        return description.name();
    }

    Demand demand() {
        return demand;
    }

    /** What the multivariant playlist says of it; what is common to all renditions is as in the source. */
    Rendition description(Rendition source) {
        return new Rendition(
                description.name(),
                description.codecs(),
                description.resolution(),
                description.framesPerSecond(),
                description.peakBitsPerSecond(),
                description.averageBitsPerSecond(),
                source.inBandBitsPerSecond(),
                source.independentSegments());
    }

    /** The source has published; the version may wait for its parts for {@code hold}, in media. */
    synchronized void offer(PlaylistVersion version, Duration hold) {
        noteGaps(version);
        newest = version;
        if (!awake || !caughtUp || version.content().ended()) {
            held.clear();
            show(version);
            return;
        }
        held.addLast(version);
        // What takes longer is asked for and waited for part by part; the list must go on.
        release(edge(version).minus(hold));
    }

    private void noteGaps(PlaylistVersion version) {
        long last = version.lastMsn() + (version.content().openParts() > 0 ? 1 : 0);
        for (long msn = newestMsn + 1; msn <= last && newestMsn >= 0; msn++) {
            if (!available) {
                gaps.add(msn);
            } else if (canStand.test(msn)) {
                slates.add(msn);
            }
        }
        newestMsn = Math.max(newestMsn, last);
        // Nobody asks for what is listed no more and was never there.
        forget(gaps, version.firstMsn());
        forget(slates, version.firstMsn());
    }

    private static void forget(NavigableSet<Long> msns, long before) {
        while (!msns.isEmpty() && msns.first() < before) {
            msns.pollFirst();
        }
    }

    /** Whether the source has no media there and this rendition has: its last picture, in silence. */
    synchronized boolean isSlate(long msn) {
        return slates.contains(msn);
    }

    boolean hasPictures() {
        return description.resolution().isPresent();
    }

    /** Whether there is no media in this segment, nor will be. */
    synchronized boolean isGap(long msn) {
        return gaps.contains(msn);
    }

    /** Whether it is being made from here on; true again when who made it is gone, and it has to be made anew. */
    synchronized void awake(boolean now) {
        awake = now;
        caughtUp = false;
        made = Instant.MIN;
        release(Instant.MAX);
    }

    /** Whether what is asked for can be made at all just now; if not, viewers are told at once. */
    synchronized void available(boolean now) {
        available = now;
    }

    /** Whether there is a picture that can stand where others are missing. */
    synchronized void fillable() {
        fillable = true;
    }

    /** Whether it is worth waiting for what is not there. */
    synchronized boolean isAvailable() {
        return available || fillable;
    }

    /** Everything up to there is made. */
    synchronized void made(Instant edge) {
        if (edge.isAfter(made)) {
            made = edge;
            PlaylistVersion version = newest;
            caughtUp |= version != null && !edge(version).isAfter(edge);
            release(made);
        }
    }

    private void release(Instant upTo) {
        while (!held.isEmpty() && !edge(held.element()).isAfter(upTo.isAfter(made) ? upTo : made)) {
            show(held.remove());
        }
    }

    private void show(PlaylistVersion version) {
        shown = version;
        told = null;
    }

    private static Instant edge(PlaylistVersion version) {
        return version.content().edge().orElse(Instant.MIN);
    }

    /** What viewers may see; empty before the source has published. */
    synchronized Optional<PlaylistVersion> shown() {
        return Optional.ofNullable(shown);
    }

    /** The same with this rendition's own gaps and stills. */
    synchronized Optional<PlaylistVersion> told() {
        PlaylistVersion raw = shown;
        if (raw != null && told == null) {
            PlaylistVersion.Content content = raw.content().withGaps(gaps).withStills(slates);
            told = new PlaylistVersion(hasPictures() ? content.withIndependentStarts() : content);
        }
        return Optional.ofNullable(told);
    }

    /** The source's newest hint, which this rendition will fulfil too. */
    synchronized boolean hints(String file) {
        PlaylistVersion version = newest;
        return version != null
                && version.content().hint().map(hint -> hint.uri().equals(file)).orElse(false);
    }
}
