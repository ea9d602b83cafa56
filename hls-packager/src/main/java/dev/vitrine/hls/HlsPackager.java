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
import java.util.List;
import java.util.Optional;
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
    private final List<List<Track>> inits = new ArrayList<>();
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
        final boolean gap;
        final boolean discontinuous;
        final List<ByteBuffer> parts = new ArrayList<>();
        boolean independent;

        OpenSegment(long start, boolean gap, boolean discontinuous) {
            this.start = start;
            this.gap = gap;
            this.discontinuous = discontinuous;
        }
    }

    /** A segment at the edge, whose bytes are in memory. */
    private record Held(StoredSegment segment, ByteBuffer bytes) {}

    /** A segment that is listed no more, and up to which edge it can still be asked for. */
    private record Gone(long msn, int parts, long untilEdge) {}

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
        this.window = new SegmentWindow(settings, presentation.clock());
        this.meter = new Meter(settings.targetDuration());
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
        store.end(rendition);
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

    private void newTake() {
        if (!tracks.isEmpty()) {
            Segmenter fresh = new Segmenter(settings, tracks, edge, window.isEmpty(), cuts);
            segmenter = Optional.of(fresh);
            meter.take(fresh.lead().timescale());
        }
    }

    /** Formats that were here before have their init segment already. */
    private void useInit() {
        int known = inits.indexOf(tracks);
        if (known >= 0) {
            init = initName(known);
            return;
        }
        init = initName(inits.size());
        inits.add(tracks);
        ByteBuffer bytes = ByteBuffer.wrap(InitSegment.of(tracks)).asReadOnlyBuffer();
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
            window.announce(all.get(announced));
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
        Rendition description = new Rendition(
                rendition,
                tracks.stream().map(track -> track.format().codecs()).collect(Collectors.joining(",")),
                tracks.stream().flatMap(track -> track.video().stream()).findFirst(),
                meter.framesPerSecond(),
                meter.peak(),
                meter.average(),
                window.firstMsn() > lastDependent);
        publication.publish(description, window.snapshot(init, publication.reportsFor(rendition), ended));
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
        segment.parts.add(ByteBuffer.allocate(0));
        window.part(edge, end, false, true);
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
        open = Optional.of(new OpenSegment(start, gap, marked));
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
        segment.parts.add(bytes);
        // Not said of the short first segment, although it is so: hls.js then takes parts as they come, for want of
        // the attribute, and so gets across the second segment, which has no independent part.
        window.part(cut.startNanos(), cut.endNanos(), cut.independent() && window.nextMsn() > 0, cut.gap());
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
        long msn = window.nextMsn();
        List<Long> gone = window.finish(end);
        edge = end;
        segments++;
        changed = true;
        List<Slice> slices = new ArrayList<>();
        long offset = 0;
        for (ByteBuffer part : segment.parts) {
            slices.add(new Slice(offset, part.remaining()));
            offset += part.remaining();
        }
        boolean gap = segment.gap || offset == 0;
        StoredSegment stored = new StoredSegment(
                rendition, msn, segment.start, end, init, segment.discontinuous, gap, segment.independent, slices);
        ByteBuffer bytes = join(segment.parts, Math.toIntExact(offset));
        store.segment(stored, bytes);
        if (!gap && !segment.independent) {
            lastDependent = msn;
        }
        if (!gap) {
            inMemory.add(new Held(stored, bytes));
            offer(stored, new Body.InMemory(bytes));
            if (segment.independent) {
                publication.stillFrom(rendition + "/" + init, stored.path());
            }
            meter.segment(offset, stored.durationNanos());
        }
        moveToStore();
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

    private static Resource media(Body body, String name) {
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
