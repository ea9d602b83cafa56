package dev.vitrine.hls;

import dev.vitrine.hls.SourceShape.Segment;
import dev.vitrine.hls.cmaf.FragmentWriter;
import dev.vitrine.hls.cmaf.Sample;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Cuts a rendition's pictures as the source is cut, and puts the source's own sound beside them. Media thread only.
 *
 * <p>A part is written when the source has ended its own and a picture behind it has come, or {@link #end} has.
 */
public final class DerivedWriter implements MediaSink {

    private final Derivation derivation;
    private final String rendition;
    private final boolean video;
    private OptionalLong lastMsn;
    private final List<SourceSegment> loaded;
    private final Deque<AccessUnit> waiting = new ArrayDeque<>();
    private final List<ByteBuffer> parts = new ArrayList<>();

    private Optional<Track> picture = Optional.empty();
    private long msn;
    private boolean ended;
    private boolean abandoned;
    private String init = "";

    DerivedWriter(
            Derivation derivation,
            String rendition,
            boolean video,
            long firstMsn,
            OptionalLong lastMsn,
            List<SourceSegment> loaded) {
        this.derivation = derivation;
        this.rendition = rendition;
        this.video = video;
        this.msn = firstMsn;
        this.lastMsn = lastMsn;
        this.loaded = List.copyOf(loaded);
    }

    /** The one track of the pictures. */
    @Override
    public void tracks(List<Track> tracks) {
        picture = tracks.stream().filter(Track::isVideo).findFirst();
        write();
    }

    @Override
    public void write(AccessUnit unit) {
        // Pictures from in front of the first segment were only needed for decoding; of a part that is there, they are
        // late.
        if (waiting.isEmpty() && unit.pts() < ticks(partStart()) - ticks(SLACK_NANOS)) {
            return;
        }
        waiting.addLast(unit);
        write();
    }

    /** A picture belongs where it starts, give or take a rounding. */
    static final long SLACK_NANOS = 2_000_000;

    private long partStart() {
        return derivation
                .shape()
                .segment(msn)
                .map(segment -> segment.partStart(parts.size()))
                .orElse(Long.MIN_VALUE / 4);
    }

    /** All pictures have come. */
    @Override
    public void end(String reason) {
        ended = true;
        write();
    }

    /** No more pictures come, although there should: what is not written stays unwritten. */
    public void abandon() {
        abandoned = true;
        waiting.clear();
    }

    /** The source may have ended a part. */
    public void sourceWentOn() {
        write();
    }

    /** Nothing is to be written behind this segment. */
    public void endAt(long lastMsn) {
        this.lastMsn = OptionalLong.of(lastMsn);
        write();
    }

    /** Whether it will not come as far as this segment. */
    public boolean endsBefore(long segment) {
        return abandoned || (lastMsn.isPresent() && lastMsn.getAsLong() < segment);
    }

    /** Number of the segment that is being written. */
    public long msn() {
        return msn;
    }

    /** Whether everything up to the last segment is written. */
    public boolean done() {
        return lastMsn.isPresent() && msn > lastMsn.getAsLong();
    }

    private void write() {
        while (!abandoned && !done()) {
            Optional<Segment> known = derivation.shape().segment(msn);
            if (known.isEmpty()) {
                if (derivation.newestMsn().isEmpty() || derivation.newestMsn().getAsLong() < msn) {
                    return;
                }
                next(); // it has left the window
            } else if (!segment(known.get())) {
                return;
            }
        }
    }

    /** Whether the segment is complete. */
    private boolean segment(Segment segment) {
        if (segment.gap && !isSlate(segment)) {
            if (segment.complete()) {
                next();
            }
            return segment.complete();
        }
        if (!useInit(segment)) {
            return false;
        }
        while (parts.size() < segment.parts()) {
            if (!part(segment, parts.size())) {
                return false;
            }
        }
        if (!segment.complete()) {
            return false;
        }
        derivation.segment(rendition, msn, parts);
        next();
        return true;
    }

    /** A gap in which the last picture stands, in silence; others than who was asked to fill it pass it over. */
    private boolean isSlate(Segment segment) {
        return segment.gap && derivation.isFilled(rendition, segment.msn);
    }

    /** Whether the part is there, now or before. */
    private boolean part(Segment segment, int part) {
        long end = segment.partEnd(part);
        Optional<ByteBuffer> known = derivation.bytes(rendition, msn, part);
        boolean still = video && derivation.isFilled(rendition, msn);
        boolean gap = segment.partGap(part) && !isSlate(segment);
        if (known.isPresent() || gap || still) {
            waiting.removeIf(unit -> unit.pts() < ticks(end) - ticks(SLACK_NANOS));
        } else if (video && !havePicturesUpTo(end)) {
            return false;
        } else if (video && ended && isShortOf(part, end)) {
            abandon(); // the source has gone on since these pictures were taken from it
            return false;
        }
        ByteBuffer bytes;
        if (known.isPresent() || gap) {
            bytes = known.orElseGet(() -> ByteBuffer.allocate(0));
        } else {
            bytes = write(segment, part, still ? still(segment, part, end) : pictures(segment, end));
        }
        parts.add(bytes);
        if (bytes.hasRemaining() && known.isEmpty()) {
            derivation.part(rendition, msn, part, bytes, end);
        } else {
            derivation.made(rendition, end);
        }
        return true;
    }

    /** Whether there are pictures in the source's part, and none have come for it. */
    private boolean isShortOf(int part, long endNanos) {
        boolean none = waiting.isEmpty() || waiting.getFirst().pts() >= ticks(endNanos) - ticks(SLACK_NANOS);
        return none && derivation.hasPictures(msn, part, loaded);
    }

    private void next() {
        parts.clear();
        msn++;
    }

    private boolean useInit(Segment segment) {
        if (!segment.init.equals(init)) {
            List<Track> tracks = tracks(segment);
            if (tracks.isEmpty()) {
                return false;
            }
            init = segment.init;
            derivation.init(rendition, init, tracks);
        }
        return true;
    }

    /** The source's, with its picture replaced; none before that is known. */
    private List<Track> tracks(Segment segment) {
        List<Track> tracks = new ArrayList<>();
        if (video && picture.isEmpty() && derivation.isFilled(rendition, msn)) {
            picture = derivation.still(rendition, segment.init).map(Stills.Still::track);
        }
        if (video && picture.isEmpty()) {
            return tracks;
        }
        for (Track track : derivation.shape().tracks(segment.init)) {
            if (!track.isVideo()) {
                tracks.add(track);
            } else if (video) {
                tracks.add(picture.orElseThrow());
            }
        }
        return tracks;
    }

    private boolean havePicturesUpTo(long endNanos) {
        return ended || (!waiting.isEmpty() && waiting.getLast().pts() >= ticks(endNanos) - ticks(SLACK_NANOS));
    }

    private List<Sample> pictures(Segment segment, long endNanos) {
        List<Sample> samples = new ArrayList<>();
        if (video) {
            Track track = picture.orElseThrow();
            long end = ticks(endNanos) - ticks(SLACK_NANOS);
            while (!waiting.isEmpty() && waiting.getFirst().pts() < end) {
                AccessUnit unit = waiting.removeFirst();
                long until =
                        waiting.isEmpty() ? ticks(endNanos) : waiting.getFirst().pts();
                samples.add(new Sample(unit, Math.max(0, until - unit.pts())));
                if (unit.randomAccess()) {
                    derivation.shown(rendition, segment.init, track, unit);
                }
            }
        }
        return samples;
    }

    /** One picture, all along. */
    private List<Sample> still(Segment segment, int part, long endNanos) {
        long start = ticks(segment.partStart(part));
        return derivation.still(rendition, segment.init).stream()
                .map(still -> new Sample(
                        new AccessUnit(
                                still.track().id(),
                                start,
                                start,
                                true,
                                still.unit().payload()),
                        ticks(endNanos) - start))
                .toList();
    }

    private ByteBuffer write(Segment segment, int part, List<Sample> samples) {
        List<TrackRun> runs = new ArrayList<>();
        if (!samples.isEmpty()) {
            runs.add(new TrackRun(picture.orElseThrow(), samples));
        }
        runs.addAll(derivation.sound(segment, part, loaded));
        if (runs.isEmpty()) {
            runs.addAll(derivation.stopgap(segment, part, loaded));
        }
        if (runs.isEmpty()) {
            return ByteBuffer.allocate(0);
        }
        int sequence = (int) (segment.msn * 64 + part + 1);
        return FragmentWriter.write(sequence, 0, runs); // encoded without pictures that wait for later ones
    }

    private long ticks(long nanos) {
        return picture.map(Track::timescale).orElse(Timescale.VIDEO).ticks(Duration.ofNanos(nanos));
    }
}
