package dev.vitrine.hls;

import dev.vitrine.hls.StoredSegment.Kind;
import dev.vitrine.hls.StoredSegment.Slice;
import dev.vitrine.hls.cmaf.FragmentWriter;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AccessUnit;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Puts parts together to segments and hands them on: to the window that lists them, the shelf they are fetched from, the
 * store that keeps them. One straight line from show time 0 to {@link #edge()}, without a hole. Media thread.
 */
final class SegmentAssembly {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final String rendition;
    private final PackagerSettings settings;
    private final SegmentStore store;
    private final SegmentWindow window;
    private final MediaShelf shelf;
    private final Meter meter;
    private final InBandCues inBand;
    /** Bytes of the open segment that only viewers with cues in the media have. */
    private long inBandBytes;

    private long inBandPeak;
    private Optional<OpenSegment> open = Optional.empty();
    private Optional<SourceShape> shape = Optional.empty();
    private long edge;
    /** Of the take's pictures: nanoseconds from the decoding of the first to when it is shown. */
    private OptionalLong compositionDelay = OptionalLong.empty();

    private int fragments;
    private long segments;
    private boolean endsWithGap;
    private long parts;
    /** The newest segment that does not start with a random access point. */
    private long lastDependent = -1;

    SegmentAssembly(
            String rendition,
            PackagerSettings settings,
            SegmentStore store,
            SegmentWindow window,
            MediaShelf shelf,
            Meter meter,
            InBandCues inBand) {
        this.rendition = rendition;
        this.settings = settings;
        this.store = store;
        this.window = window;
        this.shelf = shelf;
        this.meter = meter;
        this.inBand = inBand;
    }

    /** Show time up to which there are parts. */
    long edge() {
        return edge;
    }

    long segments() {
        return segments;
    }

    long parts() {
        return parts;
    }

    /** Whether all listed segments start with a random access point. */
    boolean independentSegments() {
        return window.firstMsn() > lastDependent;
    }

    /** Rises with every part and every segment's end. */
    long revision() {
        return parts + segments;
    }

    boolean isOpen() {
        return open.isPresent();
    }

    /** Whether there is no media in the last complete segment. */
    boolean endsWithGap() {
        return endsWithGap;
    }

    /** From here on {@code shape} is told of what is cut; of a segment that is open, also of what was. */
    void tell(SourceShape listener) {
        shape = Optional.of(listener);
        open.ifPresent(segment -> listener.again(segment.stored(edge), false));
    }

    /** What is cut from here on may come from another encoder. */
    void newTake() {
        compositionDelay = OptionalLong.empty();
    }

    void begin(long start, String init, Kind kind, boolean discontinuous) {
        open = Optional.of(new OpenSegment(rendition, window.nextMsn(), start, init, kind, discontinuous));
        window.begin(start, init, discontinuous, kind == Kind.GAP);
        // What others make of this one has a picture of its own to stand in a slate.
        shape.ifPresent(told -> told.begin(window.nextMsn(), start, init, kind != Kind.MEDIA));
    }

    void part(PartCut cut) {
        OpenSegment segment = open.orElseThrow();
        ByteBuffer bytes = cut.gap() ? NOTHING : fragment(cut.runs());
        if (!segment.hasParts()
                && cut.independent()
                && cut.runs().get(0).samples().get(0).unit().randomAccess()) {
            segment.startsIndependent();
        }
        // Not said of the short first segment, although it is so: hls.js then takes parts as they come, for want of
        // the attribute, and so gets across the second segment, which has no independent part.
        boolean saidIndependent = cut.independent() && segment.msn() > 0;
        String name = SegmentWindow.partName(segment.msn(), segment.partCount());
        segment.add(bytes, cut.durationNanos(), saidIndependent);
        window.part(cut.startNanos(), cut.endNanos(), saidIndependent, cut.gap());
        StoredSegment known = segment.stored(cut.endNanos());
        store.part(known, bytes);
        if (!cut.gap()) {
            inFront(name, inBand.part(segment.msn(), cut.startNanos(), cut.endNanos()));
            shelf.put(name, bytes);
        }
        meter.part(bytes.remaining(), cut.durationNanos());
        shape.ifPresent(told -> told.part(cut.endNanos(), cut.gap(), known.independent(), compositionDelay.orElse(0)));
        grew(cut.endNanos());
    }

    /** A part without media; whether its segment has its length. */
    boolean gapPart(long end) {
        OpenSegment segment = open.orElseThrow();
        segment.add(NOTHING, end - edge, false);
        window.part(edge, end, false, true);
        store.part(segment.stored(end), NOTHING);
        shape.ifPresent(told -> told.part(end, true, false, compositionDelay.orElse(0)));
        grew(end);
        return end - segment.start() >= settings.segmentDuration().toNanos();
    }

    private void inFront(String name, ByteBuffer messages) {
        inBandBytes += messages.remaining();
        shelf.inFront(name, messages);
    }

    /** What viewers with cues in the media need more, in bits per second, at most. */
    long inBandBitsPerSecond() {
        return inBandPeak;
    }

    private void grew(long end) {
        edge = end;
        parts++;
        shelf.serveFromStore();
    }

    void finish(long end) {
        OpenSegment segment = open.orElseThrow();
        open = Optional.empty();
        StoredSegment stored = segment.stored(end);
        List<Long> gone = window.finish(end);
        finished(stored);
        shape.ifPresent(told -> told.finish(window.firstMsn()));
        store.segment(stored, segment.bytes());
        if (!stored.gap()) {
            shelf.put(stored, segment.bytes());
        }
        shelf.retire(gone, edge);
        shelf.moveToStore(edge).ifPresent(msn -> shelf.retire(window.dropThrough(msn), edge));
    }

    private void finished(StoredSegment segment) {
        edge = segment.endNanos();
        endsWithGap = segment.gap();
        segments++;
        if (!segment.gap()) {
            if (!segment.independent()) {
                lastDependent = segment.msn();
            }
            meter.segment(segment.length(), segment.durationNanos());
            inBandPeak = Math.max(inBandPeak, inBandBytes * 8 * 1_000_000_000L / segment.durationNanos());
            inBandBytes = 0;
        }
    }

    /** Does again what was done when the segment was new, but for its bytes, which are on disk. */
    void again(StoredSegment segment, Announcements.Again ranges) {
        ranges.upTo(segment.msn(), 0);
        window.begin(segment.startNanos(), segment.init(), segment.discontinuity(), segment.gap());
        long at = segment.startNanos();
        for (int i = 0; i < segment.parts().size(); i++) {
            Slice part = segment.parts().get(i);
            if (part.length() > 0) {
                inFront(
                        SegmentWindow.partName(segment.msn(), i),
                        inBand.part(segment.msn(), at, at + part.durationNanos()));
            }
            window.part(at, at + part.durationNanos(), part.independent(), part.gap());
            at += part.durationNanos();
            parts++;
            ranges.upTo(segment.msn(), i + 1);
            if (!segment.gap()) {
                meter.part(part.length(), part.durationNanos());
            }
        }
        // Numbers of fragments rise, and no one of before is used again.
        fragments = Math.toIntExact(parts);
        List<Long> gone = window.finish(segment.endNanos());
        if (!segment.gap()) {
            shelf.putStored(segment);
        }
        finished(segment);
        shelf.retire(gone, edge);
    }

    private ByteBuffer fragment(List<TrackRun> runs) {
        if (compositionDelay.isEmpty()) {
            compositionDelay = compositionDelay(runs);
        }
        return FragmentWriter.write(++fragments, compositionDelay.orElse(0), runs);
    }

    /** Empty while no picture has come. */
    private static OptionalLong compositionDelay(List<TrackRun> runs) {
        return runs.stream()
                .filter(run -> run.track().isVideo())
                .mapToLong(run -> {
                    AccessUnit first = run.samples().get(0).unit();
                    // A picture a hair before show time 0 is decoded at 0: tfdt knows nothing earlier.
                    return run.track().timescale().nanos(Math.max(0, first.pts()) - first.dts());
                })
                .findFirst();
    }
}
