package dev.vitrine.hls;

import dev.vitrine.hls.StoredSegment.Slice;
import dev.vitrine.hls.cmaf.FragmentWriter;
import dev.vitrine.hls.cmaf.InitSegment;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.TimedEvent;
import dev.vitrine.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
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

    private static final long SECOND = 1_000_000_000L;
    /** The short first segment, and one part behind it: with less, hls.js loses its way between parts and segments. */
    private static final int FIRST_PARTS = 2;

    /** Dates may be this much off at a segment's border; below it, no gap is made. */
    private static final long NEGLIGIBLE_NANOS = 5_000_000;

    private final PackagerSettings settings;
    private final Presentation presentation;
    private final EventSource events;
    private final SegmentStore store;
    private final HlsPublication publication;
    private final String rendition;
    private final SegmentWindow window;
    private final Meter meter;
    private final Segmenter.Cuts cuts = new Cutter();

    private Optional<Segmenter> segmenter = Optional.empty();
    private List<Track> tracks = List.of();
    /** By number. Equal tracks give equal bytes. */
    private final List<ByteBuffer> inits = new ArrayList<>();

    private JournalLine.About about;
    private String init = "";
    private int announced;
    private boolean discontinuity;
    private boolean ended;
    private boolean changed;
    private long edge;
    private long decodeShift;
    private int fragments;
    private long segments;
    private long parts;
    private long dropped;
    /** The newest segment that does not start with a random access point. */
    private long lastDependent = -1;

    private Optional<OpenSegment> open = Optional.empty();
    private final Deque<Held> inMemory = new ArrayDeque<>();
    private final Deque<Gone> removed = new ArrayDeque<>();

    /** The bytes of the segment that is being produced. */
    private static final class OpenSegment {
        final long start;
        final String init;
        final boolean gap;
        final boolean discontinuous;
        final List<ByteBuffer> parts = new ArrayList<>();
        final List<Slice> slices = new ArrayList<>();
        long size;
        boolean independent;

        OpenSegment(long start, String init, boolean gap, boolean discontinuous) {
            this.start = start;
            this.init = init;
            this.gap = gap;
            this.discontinuous = discontinuous;
        }

        void add(ByteBuffer bytes, long durationNanos, boolean saidIndependent) {
            parts.add(bytes);
            slices.add(new Slice(size, bytes.remaining(), durationNanos, saidIndependent));
            size += bytes.remaining();
        }
    }

    /** A segment at the edge, whose bytes are in memory. */
    private record Held(StoredSegment segment, ByteBuffer bytes) {}

    /** A segment that is listed no more, and up to which edge it can still be asked for. */
    private record Gone(long msn, int parts, long untilEdge) {}

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
        this.events = events;
        this.store = store;
        this.publication = publication;
        this.window = new SegmentWindow(settings, presentation.clock(), (long) life << 32);
        this.meter = new Meter(settings.targetDuration());
        this.about = new JournalLine.About(rendition, "", Optional.empty(), OptionalDouble.empty());
        publication.join(rendition, settings);
    }

    @Override
    public void tracks(List<Track> newTracks) {
        if (ended) {
            return;
        }
        segmenter.ifPresent(Segmenter::finish);
        discontinuity |= !window.isEmpty();
        tracks = List.copyOf(newTracks);
        useInit();
        newTake();
        publishIfChanged();
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
            announce();
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
        segmenter.ifPresent(Segmenter::finish);
        if (edge + settings.partDuration().toNanos() <= showNanos) {
            gapParts(showNanos);
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
        segmenter.ifPresent(Segmenter::finish);
        finishGap();
        ended = true;
        if (window.isEmpty()) {
            publication.close();
        } else {
            announce();
            publish();
        }
        store.note(new JournalLine.End(rendition).text());
        LOG.debug("{}/{}: ended, {}", presentation.epoch(), rendition, reason);
    }

    public Statistics statistics() {
        return new Statistics(
                segments,
                parts,
                meter.bytes(),
                edge,
                meter.peak(),
                meter.average(),
                meter.framesPerSecond(),
                meter.gop(),
                dropped);
    }

    private void goOn(Journal.Told told, List<ByteBuffer> known) {
        about = told.about();
        for (int number = 0; number < known.size(); number++) {
            inits.add(known.get(number));
            if (known.get(number).hasRemaining()) {
                String name = initName(number);
                publication.put(rendition + "/" + name, media(new Body.InMemory(known.get(number)), name));
            }
        }
        Map<String, TimedEvent> byId = new HashMap<>();
        List<TimedEvent> all = events.events();
        all.forEach(event -> byId.put(event.id(), event));
        Deque<JournalLine.Range> ranges = new ArrayDeque<>(told.ranges());
        for (StoredSegment segment : told.segments()) {
            relist(segment, ranges, byId);
        }
        relistRanges(ranges, Long.MAX_VALUE, 0, byId);
        Set<String> listed = told.ranges().stream().map(JournalLine.Range::id).collect(Collectors.toSet());
        while (announced < all.size() && listed.contains(all.get(announced).id())) {
            announced++;
        }
        store.note(new JournalLine.Resumed(rendition).text());
        told.open()
                .ifPresent(segment -> store.note(new JournalLine.Segment(
                                told.segments().get(told.segments().size() - 1))
                        .text()));
        fragments = Math.toIntExact(parts);
        discontinuity = true;
        gapPart(edge + settings.partDuration().toNanos());
        announce();
        publish();
    }

    /** Does again what was done when the segment was new, but for its bytes, which are on disk. */
    private void relist(StoredSegment segment, Deque<JournalLine.Range> ranges, Map<String, TimedEvent> byId) {
        init = segment.init();
        relistRanges(ranges, segment.msn(), 0, byId);
        window.begin(segment.startNanos(), init, segment.discontinuity(), segment.gap());
        long at = segment.startNanos();
        for (int i = 0; i < segment.parts().size(); i++) {
            Slice part = segment.parts().get(i);
            window.part(at, at + part.durationNanos(), part.independent(), part.gap());
            at += part.durationNanos();
            parts++;
            relistRanges(ranges, segment.msn(), i + 1, byId);
            if (!segment.gap()) {
                meter.part(part.length(), part.durationNanos());
            }
        }
        List<Long> gone = window.finish(segment.endNanos());
        edge = segment.endNanos();
        segments++;
        if (!segment.gap()) {
            if (!segment.independent()) {
                lastDependent = segment.msn();
            }
            store.find(segment.path()).ifPresent(body -> offer(segment, body));
            meter.segment(segment.length(), segment.durationNanos());
        }
        retire(gone);
    }

    /** Lists again what stood up to this place. */
    private void relistRanges(
            Deque<JournalLine.Range> ranges, long msn, int partsInFront, Map<String, TimedEvent> byId) {
        while (!ranges.isEmpty()
                && (ranges.element().msn() < msn
                        || (ranges.element().msn() == msn && ranges.element().parts() <= partsInFront))) {
            Optional.ofNullable(byId.get(ranges.remove().id())).ifPresent(window::announce);
        }
    }

    private void newTake() {
        if (!tracks.isEmpty()) {
            Segmenter fresh = new Segmenter(settings, tracks, edge, window.isEmpty(), cuts);
            segmenter = Optional.of(fresh);
            meter.take(fresh.lead().timescale());
        }
    }

    /** Formats that were here before have their init segment already. */
    private void useInit() {
        ByteBuffer bytes = ByteBuffer.wrap(InitSegment.of(tracks)).asReadOnlyBuffer();
        int known = inits.indexOf(bytes);
        if (known >= 0) {
            init = initName(known);
            return;
        }
        if (inits.isEmpty()) {
            store.note(new JournalLine.Settings(settings).text());
        }
        init = initName(inits.size());
        inits.add(bytes);
        String path = rendition + "/" + init;
        store.init(path, bytes);
        publication.put(path, media(new Body.InMemory(bytes), init));
    }

    private static String initName(int number) {
        return "init-" + number + ".mp4";
    }

    private void announce() {
        List<TimedEvent> all = events.events();
        for (; announced < all.size(); announced++) {
            TimedEvent event = all.get(announced);
            store.note(new JournalLine.Range(rendition, window.nextMsn(), window.openParts(), event.id()).text());
            window.announce(event);
            changed = true;
        }
    }

    private void publishIfChanged() {
        if (changed && parts >= FIRST_PARTS) {
            announce();
            publish();
        }
    }

    private void publish() {
        changed = false;
        if (!tracks.isEmpty()) {
            describe();
        }
        Rendition description = new Rendition(
                rendition,
                about.codecs(),
                about.resolution(),
                about.framesPerSecond(),
                meter.peak(),
                meter.average(),
                window.firstMsn() > lastDependent);
        publication.publish(description, window.snapshot(init, publication.reportsFor(rendition), ended));
    }

    private void describe() {
        JournalLine.About now = new JournalLine.About(
                rendition,
                tracks.stream().map(track -> track.format().codecs()).collect(Collectors.joining(",")),
                tracks.stream()
                        .flatMap(track -> track.video().stream())
                        .map(video -> video.width() + "x" + video.height())
                        .findFirst(),
                meter.framesPerSecond());
        if (!now.equals(about)) {
            about = now;
            store.note(now.text());
        }
    }

    private void gapParts(long until) {
        long target = settings.partDuration().toNanos();
        while (edge + target <= until) {
            gapPart(edge + target);
        }
    }

    private void gapPart(long end) {
        if (open.isEmpty()) {
            openSegment(edge, true);
        }
        OpenSegment segment = open.orElseThrow();
        segment.add(ByteBuffer.allocate(0), end - edge, false);
        window.part(edge, end, false, true);
        store.part(stored(segment, end), ByteBuffer.allocate(0));
        edge = end;
        parts++;
        changed = true;
        if (end - segment.start >= settings.segmentDuration().toNanos()) {
            finishSegment(end);
        }
    }

    private void finishGap() {
        if (open.isPresent()) {
            finishSegment(edge);
        }
    }

    private void openSegment(long start, boolean gap) {
        boolean marked = discontinuity && !gap;
        discontinuity &= gap;
        open = Optional.of(new OpenSegment(start, init, gap, marked));
        window.begin(start, init, marked, gap);
    }

    private void addPart(PartCut cut) {
        OpenSegment segment = open.orElseThrow();
        ByteBuffer bytes = cut.gap() ? ByteBuffer.allocate(0) : fragment(cut.runs());
        if (segment.parts.isEmpty()) {
            segment.independent = cut.independent()
                    && cut.runs().get(0).samples().get(0).unit().randomAccess();
        }
        String name = SegmentWindow.partName(window.nextMsn(), segment.parts.size());
        // Not said of the short first segment, although it is so: hls.js then takes parts as they come, for want of
        // the attribute, and so gets across the second segment, which has no independent part.
        boolean saidIndependent = cut.independent() && window.nextMsn() > 0;
        segment.add(bytes, cut.endNanos() - cut.startNanos(), saidIndependent);
        window.part(cut.startNanos(), cut.endNanos(), saidIndependent, cut.gap());
        store.part(stored(segment, cut.endNanos()), bytes);
        if (!cut.gap()) {
            publication.put(rendition + "/" + name, media(new Body.InMemory(bytes), name));
        }
        edge = cut.endNanos();
        parts++;
        meter.part(bytes.remaining(), cut.endNanos() - cut.startNanos());
        changed = true;
    }

    private ByteBuffer fragment(List<TrackRun> runs) {
        if (fragments == 0) {
            // Decoding starts before the first picture is shown, and tfdt knows no time before 0.
            decodeShift =
                    runs.stream()
                            .mapToLong(run -> run.track()
                                    .timescale()
                                    .nanos(run.samples().get(0).unit().dts()))
                            .min()
                            .stream()
                            .map(first -> first < 0 ? SECOND * (1 + -first / SECOND) : 0)
                            .findFirst()
                            .orElse(0);
        }
        return FragmentWriter.write(++fragments, decodeShift, runs);
    }

    private void finishSegment(long end) {
        OpenSegment segment = open.orElseThrow();
        open = Optional.empty();
        StoredSegment stored = stored(segment, end);
        List<Long> gone = window.finish(end);
        edge = end;
        segments++;
        changed = true;
        ByteBuffer bytes = join(segment.parts, Math.toIntExact(segment.size));
        store.segment(stored, bytes);
        if (!stored.gap()) {
            if (!stored.independent()) {
                lastDependent = stored.msn();
            }
            inMemory.add(new Held(stored, bytes));
            offer(stored, new Body.InMemory(bytes));
            if (stored.independent()) {
                publication.stillFrom(rendition + "/" + init, stored.path());
            }
            meter.segment(stored.length(), stored.durationNanos());
        }
        moveToStore();
        retire(gone);
    }

    /** The open segment with the parts it has. */
    private StoredSegment stored(OpenSegment segment, long end) {
        return new StoredSegment(
                rendition,
                window.nextMsn(),
                segment.start,
                end,
                segment.init,
                segment.discontinuous,
                segment.gap || (segment.size == 0 && !segment.parts.isEmpty()),
                segment.independent,
                segment.slices);
    }

    /** What went from the playlist can be asked for as long as §6.2.2 says. */
    private void retire(List<Long> gone) {
        gone.forEach(number -> removed.add(new Gone(
                number,
                64,
                edge
                        + 2 * settings.targetDuration().toNanos()
                        + settings.threeTargets().toNanos())));
        while (!removed.isEmpty() && removed.element().untilEdge() <= edge) {
            withdraw(removed.remove());
        }
    }

    private static ByteBuffer join(List<ByteBuffer> parts, int size) {
        ByteBuffer whole = ByteBuffer.allocate(size);
        parts.forEach(part -> whole.put(part.duplicate()));
        return whole.flip().asReadOnlyBuffer();
    }

    /** Offers a segment and its parts, which are stretches of it, from wherever its bytes are now. */
    private void offer(StoredSegment segment, Body body) {
        publication.put(segment.path(), media(body, segment.name()));
        for (int i = 0; i < segment.parts().size(); i++) {
            Slice slice = segment.parts().get(i);
            if (slice.length() > 0) {
                String name = SegmentWindow.partName(segment.msn(), i);
                publication.put(rendition + "/" + name, media(slice(body, slice), name));
            }
        }
    }

    private static Body slice(Body body, Slice slice) {
        if (body instanceof Body.OnDisk disk) {
            return new Body.OnDisk(disk.path(), disk.offset() + slice.offset(), slice.length());
        }
        ByteBuffer bytes = ((Body.InMemory) body).bytes();
        return new Body.InMemory(bytes.slice(bytes.position() + (int) slice.offset(), slice.length()));
    }

    /** What is more than three target durations old is served from the store once that has it. */
    private void moveToStore() {
        long keep =
                edge - settings.threeTargets().plus(settings.segmentDuration()).toNanos();
        while (!inMemory.isEmpty() && inMemory.element().segment().endNanos() < keep) {
            StoredSegment segment = inMemory.element().segment();
            Optional<Body> body = store.find(segment.path());
            if (body.isEmpty()) {
                return;
            }
            offer(segment, body.get());
            inMemory.remove();
        }
    }

    private void withdraw(Gone segment) {
        String path = rendition + "/s" + segment.msn();
        publication.remove(path + ".m4s");
        for (int part = 0; part < segment.parts(); part++) {
            publication.remove(rendition + "/" + SegmentWindow.partName(segment.msn(), part));
        }
        store.release(path + ".m4s");
    }

    static Resource media(Body body, String name) {
        return new Resource("video/mp4", body, Optional.empty(), HlsPublication.IMMUTABLE, "\"" + name + "\"");
    }

    /** What the segmenter cuts goes into the window. */
    private final class Cutter implements Segmenter.Cuts {

        @Override
        public void segmentStart(long startNanos) {
            if (!window.isEmpty()) {
                gapParts(startNanos);
                if (startNanos - edge >= NEGLIGIBLE_NANOS) {
                    gapPart(startNanos);
                }
                finishGap();
            }
            announce(); // what is known by now stands in front of the segment
            openSegment(startNanos, false);
        }

        @Override
        public void part(PartCut part) {
            addPart(part);
        }

        @Override
        public void segmentEnd(long endNanos) {
            finishSegment(endNanos);
        }
    }
}
