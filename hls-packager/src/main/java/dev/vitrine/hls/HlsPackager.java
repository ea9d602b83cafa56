package dev.vitrine.hls;

import dev.vitrine.hls.StoredSegment.Kind;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoFormat;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns one rendition's access units and the show's events into parts, segments and playlists.
 *
 * <pre>
 *   AccessUnit ──▶ Segmenter ──▶ FragmentWriter ──▶ SegmentWindow ──▶ PlaylistVersion ──▶ HlsPublication
 *                  where to cut   moof + mdat        what is listed    one reload's text    who may have it
 *                                      │                  ▲
 *                                 SegmentStore       EventSource
 * </pre>
 *
 * <p>All calls on one media thread at a time. Times are show time: ticks of each track since the show's anchor, one
 * straight line through reconnects. A part is on its way as soon as the access unit behind it has come.
 *
 * <p>The first segment is a single short part, because players refuse a playlist without a complete segment; the second
 * segment then goes on to where the first would have ended. See {@code docs/decisions/0004-first-playlist.md}.
 */
public final class HlsPackager implements MediaSink {

    private static final Logger LOG = LoggerFactory.getLogger(HlsPackager.class);

    /** The only rendition of a show that is not transcoded. */
    public static final String SOURCE = "source";

    /** The short first segment, and one part behind it: with less, hls.js loses its way between parts and segments. */
    private static final int FIRST_PARTS = 2;

    /** What would be one segment but for the early start: the short one, and the rest of it. */
    static final int FIRST_SEGMENTS = 2;

    private final PackagerSettings settings;
    private final Presentation presentation;
    private final SegmentStore store;
    private final HlsPublication publication;
    private final String rendition;
    private final SegmentWindow window;
    private final Meter meter;
    private final InitSegments inits;
    private final Announcements announcements;
    private final SegmentAssembly assembly;
    private final Segmenter.Cuts cuts = new Cutter();

    private Optional<SourceShape> shape = Optional.empty();
    /** Of before a restart, until {@link #derivation()} has taken it or media comes. */
    private Optional<Journal.Told> before = Optional.empty();

    private Optional<Derivation.Earlier> earlier = Optional.empty();
    private Optional<Segmenter> segmenter = Optional.empty();
    private final Absence absence;
    private List<Track> tracks = List.of();
    private JournalLine.About about;
    private String init = "";
    private boolean discontinuity;
    private boolean ended;
    /** What was published last: see {@link #revision()}. */
    private long published;
    /** How many parts viewers were told of. */
    private long publishedParts;

    private long dropped;

    /**
     * Goes on with the rendition {@link #SOURCE} of a presentation whose server stopped: the playlist is listed again as
     * it was, the segment that was open is closed with the parts it had, and a gap begins, which lasts until
     * {@link #fillGapTo} and the next access unit say otherwise. {@link #statistics()} tells up to where show time is
     * spoken for. The number behind the last that is known is always a gap, so that what viewers may have seen of it
     * never becomes other media. See {@code docs/decisions/0006-restart.md}.
     *
     * @param presentation with the same epoch and clock as before
     * @param events with everything that was listed before
     */
    public HlsPackager(Presentation presentation, EventSource events, Resumed resumed, HlsPublication publication) {
        this(SOURCE, presentation, events, resumed, publication);
    }

    /** Goes on with one rendition of several. */
    public HlsPackager(
            String rendition,
            Presentation presentation,
            EventSource events,
            Resumed resumed,
            HlsPublication publication) {
        this(
                rendition,
                resumed.settings(),
                presentation,
                events,
                resumed.store(),
                publication,
                resumed.rendition(rendition).map(told -> told.resumed() + 1).orElse(0));
        resumed.rendition(rendition).ifPresent(told -> goOn(told, resumed.inits(rendition)));
    }

    /** Packages the rendition {@link #SOURCE}. */
    public HlsPackager(
            PackagerSettings settings,
            Presentation presentation,
            EventSource events,
            SegmentStore store,
            HlsPublication publication) {
        this(SOURCE, settings, presentation, events, store, publication);
    }

    /**
     * Packages one rendition of several.
     *
     * @param rendition unique in the presentation; lower-case letters, digits and {@code -}
     * @param settings the same for all renditions of a presentation
     */
    public HlsPackager(
            String rendition,
            PackagerSettings settings,
            Presentation presentation,
            EventSource events,
            SegmentStore store,
            HlsPublication publication) {
        this(rendition, settings, presentation, events, store, publication, 0);
    }

    /** @param life how often the presentation was gone on with */
    private HlsPackager(
            String rendition,
            PackagerSettings settings,
            Presentation presentation,
            EventSource events,
            SegmentStore store,
            HlsPublication publication,
            int life) {
        if (!rendition.matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException(
                    "rendition '" + rendition + "' must be 1 to 32 lower-case letters, digits or '-'");
        }
        this.rendition = rendition;
        this.settings = settings;
        this.presentation = presentation;
        this.store = store;
        this.publication = publication;
        this.window = new SegmentWindow(settings, presentation.clock(), (long) life << 32);
        this.meter = new Meter(settings.targetDuration());
        MediaShelf shelf = new MediaShelf(rendition, settings, store, publication);
        this.inits = new InitSegments(rendition, settings, store, shelf);
        InBandCues inBand = new InBandCues(presentation.clock());
        this.announcements = new Announcements(rendition, events, window, store, inBand);
        this.assembly = new SegmentAssembly(rendition, settings, store, window, shelf, meter, inBand);
        this.absence = new Absence(settings, assembly, publication);
        this.about = new JournalLine.About(rendition, "", Optional.empty(), OptionalDouble.empty());
        publication.join(rendition, settings);
    }

    @Override
    public void tracks(List<Track> newTracks) {
        if (ended) {
            return;
        }
        before = Optional.empty(); // hours of a show, which nobody asks for any more
        segmenter.ifPresent(Segmenter::finish);
        discontinuity |= !window.isEmpty();
        tracks = List.copyOf(newTracks);
        init = inits.of(tracks);
        absence.tracks(init, tracks);
        shape.ifPresent(told -> told.init(init, tracks));
        newTake();
        publishIfChanged();
    }

    @Override
    public void declared(long bitsPerSecond) {
        meter.declared(bitsPerSecond);
    }

    @Override
    public void write(AccessUnit unit) {
        if (ended) {
            return;
        }
        Segmenter current = segmenter.orElseThrow(() -> new IllegalStateException("write before tracks"));
        boolean leads = unit.trackId() == current.lead().id();
        if (leads && current.lead().isVideo()) {
            meter.video(unit);
        }
        current.add(unit);
        if (leads && !current.isOpen()) {
            dropped++;
        }
        publishIfChanged();
    }

    /** The event source has something new: it is listed at once, and reaches those who wait for it with the next part. */
    public void eventsChanged() {
        if (!ended && !window.isEmpty()) {
            announcements.announce();
            publishIfChanged();
        }
    }

    /**
     * The publisher is away: closes what is open and lists gaps, in whole parts, up to {@code showNanos}. What is left to
     * the next access unit is filled when that comes.
     */
    public void fillGapTo(long showNanos) {
        if (ended || window.isEmpty()) {
            return;
        }
        segmenter.ifPresent(Segmenter::stop);
        if (assembly.edge() + settings.partDuration().toNanos() <= showNanos) {
            absence.gapParts(showNanos);
            discontinuity = true;
            newTake();
        }
        publishIfChanged();
    }

    @Override
    public void end(String reason) {
        if (ended) {
            return;
        }
        segmenter.ifPresent(Segmenter::stop);
        absence.end();
        if (window.isEmpty()) {
            publication.close();
        } else {
            announcements.announce();
            if (assembly.parts() > publishedParts) {
                publish();
            }
            ended = true;
            publication.conclude(description(), snapshot());
        }
        ended = true;
        store.note(new JournalLine.End(rendition).text());
        LOG.debug("{}/{}: ended, {}", presentation.epoch(), rendition, reason);
    }

    /**
     * Lets other renditions be made from this one, from what was published before a restart on. To be called once, before
     * media is written.
     */
    public Derivation derivation() {
        SourceShape told = new SourceShape();
        shape = Optional.of(told);
        before.ifPresent(known -> {
            known.tracks().forEach(told::init);
            known.segments().stream()
                    .filter(segment -> segment.msn() >= window.firstMsn())
                    .forEach(segment -> told.again(segment, true));
        });
        before = Optional.empty();
        assembly.tell(told);
        return new Derivation(
                publication,
                told,
                presentation.clock(),
                offer -> store.note(new JournalLine.Offer(rendition, offer).text()),
                earlier);
    }

    public Statistics statistics() {
        return new Statistics(
                assembly.segments(),
                assembly.parts(),
                meter.bytes(),
                assembly.edge(),
                meter.peak(),
                meter.average(),
                meter.framesPerSecond(),
                meter.gop(),
                dropped);
    }

    private void goOn(Journal.Told told, List<ByteBuffer> known) {
        before = Optional.of(told);
        about = told.about();
        inits.restore(known);
        Announcements.Again ranges = announcements.again(told.ranges());
        for (StoredSegment segment : told.segments()) {
            init = segment.init();
            assembly.again(segment, ranges);
        }
        ranges.rest();
        absence.again(init, told);
        earlier = Optional.of(new Derivation.Earlier(
                told.offers(), told.tracks().getOrDefault(init, List.of()), about.framesPerSecond()));
        store.note(new JournalLine.Resumed(rendition).text());
        told.open()
                .ifPresent(segment -> store.note(new JournalLine.Segment(
                                told.segments().get(told.segments().size() - 1))
                        .text()));
        discontinuity = true;
        absence.gapPart(assembly.edge() + settings.partDuration().toNanos());
        announcements.announce();
        publish();
    }

    private void newTake() {
        if (!tracks.isEmpty()) {
            Segmenter fresh = new Segmenter(settings, tracks, assembly.edge(), window.isEmpty(), cuts);
            segmenter = Optional.of(fresh);
            assembly.newTake();
            meter.take(fresh.lead().timescale());
        }
    }

    private void publishIfChanged() {
        if (revision() != published && assembly.parts() >= FIRST_PARTS) {
            announcements.announce();
            publish();
        }
    }

    /** Rises with everything that playlists tell. */
    private long revision() {
        return assembly.revision() + announcements.count();
    }

    private void publish() {
        published = revision();
        publishedParts = assembly.parts();
        if (!tracks.isEmpty()) {
            describe();
        }
        publication.publish(description(), snapshot());
    }

    private Rendition description() {
        return new Rendition(
                rendition,
                about.codecs(),
                about.resolution(),
                about.framesPerSecond(),
                meter.peak(),
                meter.average(),
                assembly.inBandBitsPerSecond(),
                assembly.independentSegments());
    }

    private PlaylistVersion snapshot() {
        return window.snapshot(init, ended);
    }

    private void describe() {
        JournalLine.About now = new JournalLine.About(
                rendition,
                tracks.stream().map(track -> track.format().codecs()).collect(Collectors.joining(",")),
                tracks.stream()
                        .flatMap(track -> track.video().stream())
                        .map(VideoFormat::resolution)
                        .findFirst(),
                meter.framesPerSecond());
        // Until pictures come again, as after an outage or at the end, the rate is what it was.
        now = now.framesPerSecond().isPresent() ? now : now.withRateOf(about);
        if (!now.equals(about)) {
            about = now;
            store.note(now.text());
        }
    }

    /** What the segmenter cuts goes into the window. */
    private final class Cutter implements Segmenter.Cuts {

        @Override
        public void segmentStart(long startNanos) {
            if (!window.isEmpty()) {
                absence.over(startNanos);
            }
            announcements.announce(); // what is known by now stands in front of the segment
            assembly.begin(startNanos, init, Kind.MEDIA, discontinuity);
            discontinuity = false;
        }

        @Override
        public void picture(AccessUnit picture) {
            absence.picture(picture);
            shape.ifPresent(told -> told.picture(picture));
        }

        @Override
        public void part(PartCut part) {
            assembly.part(part);
        }

        @Override
        public void segmentEnd(long endNanos) {
            assembly.finish(endNanos);
        }
    }
}
