package dev.vitrine.hls;

import dev.vitrine.hls.SourceShape.Segment;
import dev.vitrine.hls.cmaf.FragmentReader;
import dev.vitrine.hls.cmaf.InitSegment;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaClock;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The renditions of a show that are made from its source, as far as segments and playlists go; who decodes and encodes is
 * somebody else's business. Media thread only.
 *
 * <pre>
 *   source packager ─▶ SourceShape ─────────────────┐ where parts end
 *          └─▶ source/s12.p3.m4s ── its sound ────▶ DerivedWriter ─▶ 480p/s12.p3.m4s
 *                                   encoder ──────────▲ pictures
 * </pre>
 */
public final class Derivation {

    /** What is kept of all renditions together; what went is made again when somebody asks. */
    private static final long MAX_BYTES = 32L << 20;

    /** Further back for a random access point than any segment's length would have it. */
    private static final int MAX_BACK = 8;

    private final HlsPublication publication;
    private final SourceShape shape;
    private final MediaClock clock;
    private final Stills stills = new Stills();
    private final Consumer<DerivedDescription> offered;
    private final Optional<Earlier> earlier;
    private final Deque<Made> made = new ArrayDeque<>();
    private long madeBytes;

    /**
     * What there was before a restart.
     *
     * @param offers renditions that viewers know of
     * @param tracks the source's newest; none when they are not known
     * @param framesPerSecond the source's
     */
    public record Earlier(List<DerivedDescription> offers, List<Track> tracks, OptionalDouble framesPerSecond) {}

    /** A segment, whole or begun, whose media is in the publication. */
    private record Made(String rendition, long msn, int parts, long bytes) {}

    /** @param offered told of each rendition that is offered, and was not before a restart */
    Derivation(
            HlsPublication publication,
            SourceShape shape,
            MediaClock clock,
            Consumer<DerivedDescription> offered,
            Optional<Earlier> earlier) {
        this.publication = publication;
        this.shape = shape;
        this.clock = clock;
        this.offered = offered;
        this.earlier = earlier;
    }

    /** Empty for a show that began with this server's life. */
    public Optional<Earlier> earlier() {
        return earlier;
    }

    /** From now on viewers can choose it. */
    public void add(DerivedDescription description, Demand demand) {
        String name = description.name();
        boolean pictures = description.resolution().isPresent();
        publication.derive(new DerivedRendition(description, demand, msn -> canStand(name, pictures, msn)));
        if (earlier.filter(known -> known.offers().contains(description)).isEmpty()) {
            offered.accept(description);
        }
    }

    /** Whether a rendition is being made as the source comes, so that playlists wait for it. */
    public void awake(String rendition, boolean now) {
        publication.derived(rendition).ifPresent(derived -> derived.awake(now));
        publication.wakeUp();
    }

    /** Whether what is asked for can be made at all just now; if not, viewers are told at once and take another. */
    public void available(String rendition, boolean now) {
        publication.derived(rendition).ifPresent(derived -> derived.available(now));
        publication.wakeUp();
    }

    /** The segment that has to be made for this file of a rendition; empty for none. */
    public OptionalLong msnOf(String file) {
        return file.startsWith("init-") ? shape.newestWith(file) : SegmentWindow.msn(file);
    }

    /** Whether it can be had. */
    public boolean isThere(String rendition, String file) {
        return publication.get(rendition + "/" + file).isPresent();
    }

    /** Whether a still stands in a segment where pictures are missing, and so to its end. */
    public boolean isFilled(String rendition, long msn) {
        return stills.isFilled(rendition, msn);
    }

    /**
     * Makes what is missing of a segment now: the newest key picture stands still from there to the segment's end, beside
     * the source's own sound. What is there already stays.
     *
     * @param loaded what of the source is no longer in memory
     * @return whether there is a picture for it: not before anything was made in the segment's format
     */
    public boolean fill(String rendition, long msn, List<SourceSegment> loaded) {
        Optional<Track> track = shape.segment(msn)
                .flatMap(segment -> stills.newest(rendition, segment.init))
                .map(Stills.Still::track);
        if (track.isEmpty()) {
            return false;
        }
        stills.fill(rendition, msn);
        DerivedWriter writer = writer(rendition, true, msn, OptionalLong.of(msn), loaded);
        writer.tracks(List.of(track.get()));
        return true;
    }

    private boolean canStand(String rendition, boolean pictures, long msn) {
        return shape.segment(msn)
                .filter(segment -> segment.gap && Silence.isPossible(shape.tracks(segment.init)))
                .filter(segment -> !pictures
                        || stills.newest(rendition, segment.init).isPresent()
                        || pictured(segment.init).isPresent())
                .isPresent();
    }

    /** The newest segment of this format that the source has, and a picture can be made of. */
    private OptionalLong pictured(String init) {
        OptionalLong newest = shape.newestWith(init);
        return newest.isPresent() && source(newest.getAsLong()).isPresent() ? newest : OptionalLong.empty();
    }

    /**
     * The segment that has to be made in this rendition before its last picture can stand in {@code msn}; empty when there is
     * such a picture, or none is wanted.
     */
    public OptionalLong missingPicture(String rendition, long msn) {
        boolean wanted = publication
                .derived(rendition)
                .filter(derived -> derived.isSlate(msn) && derived.hasPictures())
                .isPresent();
        return shape.segment(msn)
                .filter(segment ->
                        wanted && stills.newest(rendition, segment.init).isEmpty())
                .map(segment -> pictured(segment.init))
                .orElse(OptionalLong.empty());
    }

    /**
     * Makes what there is by now of a segment that is a gap in the source, while its encoder is away, and has the last
     * picture in silence here, unless {@link #missingPicture}.
     *
     * @return whether it is such a segment
     */
    public boolean slate(String rendition, long msn) {
        Optional<DerivedRendition> there = publication.derived(rendition).filter(derived -> derived.isSlate(msn));
        boolean possible = missingPicture(rendition, msn).isEmpty();
        there.filter(derived -> possible && !isMade(rendition, msn)).ifPresent(derived -> {
            stills.fill(rendition, msn);
            writer(rendition, derived.hasPictures(), msn, OptionalLong.of(msn), List.of())
                    .sourceWentOn();
        });
        return there.isPresent();
    }

    /** Whether a segment of a rendition is there as a whole. */
    public boolean isMade(String rendition, long msn) {
        return publication.get(rendition + "/s" + msn + ".m4s").isPresent();
    }

    /** Number of the newest segment, open or complete. */
    public OptionalLong newestMsn() {
        Optional<Segment> newest = shape.newest();
        return newest.isPresent() ? OptionalLong.of(newest.get().msn) : OptionalLong.empty();
    }

    /** Whether the newest segment is open. */
    public boolean isOpen() {
        return shape.newest().map(segment -> !segment.complete()).orElse(false);
    }

    /** In show time. */
    public OptionalLong startNanos(long msn) {
        return shape.segment(msn).stream()
                .mapToLong(segment -> segment.startNanos)
                .findFirst();
    }

    /** Whether there is media in it, and it starts with a random access point. */
    public boolean isIndependent(long msn) {
        return shape.segment(msn)
                .map(segment -> !segment.gap && segment.independent())
                .orElse(false);
    }

    /** The source's tracks in a segment; none when they are not known any more. */
    public List<Track> tracks(long msn) {
        return shape.segment(msn).map(segment -> shape.tracks(segment.init)).orElse(List.of());
    }

    /**
     * The source's pictures that have got their places since the last call, in decoding order. Who does not call for longer
     * than two segments misses those of the segments before.
     */
    public void takePictures(Consumer<SourcePicture> to) {
        shape.takePictures(to);
    }

    /**
     * What it takes to make a segment; empty as long as not all of that is there, when it has gone, and where the source has
     * a gap.
     */
    public Optional<SourceExcerpt> excerpt(long msn) {
        Optional<Segment> made = shape.segment(msn).filter(Segment::complete);
        if (made.isEmpty()) {
            return Optional.empty();
        }
        Optional<Segment> next = shape.segment(msn + 1).filter(follows -> goesOn(made.get(), follows));
        Optional<SourceSegment> behind =
                next.filter(follows -> follows.parts() > 0).flatMap(it -> source(it.msn));
        if (next.isPresent() && behind.isEmpty()) {
            return Optional.empty(); // not yet
        }
        Deque<SourceSegment> needed = new ArrayDeque<>();
        for (long from = msn; from >= Math.max(0, msn - MAX_BACK); from--) {
            Optional<SourceSegment> segment = source(from);
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            needed.addFirst(segment.get());
            if (isIndependent(from)) {
                return Optional.of(new SourceExcerpt(
                        List.copyOf(needed), behind, made.get().endNanos()));
            }
        }
        return Optional.empty();
    }

    /** Whether the pictures of one segment may be decoded in the next. */
    private static boolean goesOn(Segment segment, Segment next) {
        return !next.gap && !next.independent() && next.init.equals(segment.init);
    }

    /** A segment of the source as far as it is published; empty for a gap, or when it has gone. */
    public Optional<SourceSegment> source(long msn) {
        return shape.segment(msn).filter(segment -> !segment.gap).flatMap(segment -> {
            List<Optional<Body>> parts = new ArrayList<>();
            for (int part = 0; part < segment.parts(); part++) {
                Optional<Body> body = publication
                        .get(HlsPackager.SOURCE + "/" + SegmentWindow.partName(msn, part))
                        .map(Resource::body);
                if (body.isEmpty() && !segment.partGap(part)) {
                    return Optional.empty();
                }
                parts.add(body);
            }
            List<Track> tracks = shape.tracks(segment.init);
            return tracks.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new SourceSegment(msn, tracks, segment.compositionDelay(), parts));
        });
    }

    /**
     * Makes one rendition's media out of pictures, which have to come from the start of {@code firstMsn} on.
     *
     * @param video false: only sound
     * @param lastMsn empty: as long as the source goes on
     * @param loaded what of the source is no longer in memory
     */
    public DerivedWriter writer(
            String rendition, boolean video, long firstMsn, OptionalLong lastMsn, List<SourceSegment> loaded) {
        return new DerivedWriter(this, rendition, video, firstMsn, lastMsn, loaded);
    }

    SourceShape shape() {
        return shape;
    }

    Optional<Stills.Still> still(String rendition, String init) {
        return stills.newest(rendition, init);
    }

    /** A key picture that was made. */
    void shown(String rendition, String init, Track track, AccessUnit unit) {
        stills.shown(rendition, init, track, unit);
        publication.derived(rendition).ifPresent(DerivedRendition::fillable);
    }

    /** A part that is there already: whoever has seen it must be able to see the same again. */
    Optional<ByteBuffer> bytes(String rendition, long msn, int part) {
        return publication
                .get(rendition + "/" + SegmentWindow.partName(msn, part))
                .map(resource -> ((Body.InMemory) resource.body()).bytes().duplicate());
    }

    /** The sound of a part of the source, or silence while there is none. */
    List<TrackRun> sound(Segment segment, int part, List<SourceSegment> loaded) {
        return segment.gap ? silence(segment, part) : sound(segment.msn, part, loaded);
    }

    /** What is there instead of a part of the source that this rendition has nothing of: it is listed all the same. */
    List<TrackRun> stopgap(Segment segment, int part, List<SourceSegment> loaded) {
        return known(segment.msn, part, loaded).isPresent() ? silence(segment, part) : List.of();
    }

    private List<TrackRun> silence(Segment segment, int part) {
        return Silence.between(shape.tracks(segment.init), segment.partStart(part), segment.partEnd(part));
    }

    private List<TrackRun> sound(long msn, int part, List<SourceSegment> loaded) {
        return known(msn, part, loaded).map(segment -> segment.sound(part)).orElse(List.of());
    }

    boolean hasPictures(long msn, int part, List<SourceSegment> loaded) {
        return known(msn, part, loaded)
                .map(segment -> segment.hasPictures(part))
                .orElse(false);
    }

    private Optional<SourceSegment> known(long msn, int part, List<SourceSegment> loaded) {
        return loaded.stream()
                .filter(segment -> segment.msn() == msn && segment.hasPart(part))
                .findFirst()
                .or(() -> source(msn));
    }

    void init(String rendition, String name, List<Track> tracks) {
        String path = rendition + "/" + name;
        if (publication.get(path).isEmpty()) {
            ByteBuffer bytes = ByteBuffer.wrap(InitSegment.of(tracks));
            publication.put(path, MediaShelf.media(new Body.InMemory(bytes), name));
            publication.wakeUp();
        }
    }

    void part(String rendition, long msn, int part, ByteBuffer bytes, long endNanos) {
        String name = SegmentWindow.partName(msn, part);
        publication.put(rendition + "/" + name, MediaShelf.media(new Body.InMemory(bytes), name));
        made(rendition, endNanos);
    }

    void made(String rendition, long endNanos) {
        publication.derived(rendition).ifPresent(derived -> derived.made(clock.dateOf(endNanos, Timescale.NANOS)));
        publication.wakeUp();
    }

    /** All parts of a segment, which become stretches of it. */
    void segment(String rendition, long msn, List<ByteBuffer> parts) {
        if (isMade(rendition, msn)) {
            return; // by another writer
        }
        int size = parts.stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer whole = ByteBuffer.allocate(size);
        parts.forEach(part -> whole.put(part.duplicate()));
        whole.flip();
        int at = 0;
        for (int part = 0; part < parts.size(); part++) {
            int length = parts.get(part).remaining();
            if (length > 0) {
                String name = SegmentWindow.partName(msn, part);
                publication.put(
                        rendition + "/" + name, MediaShelf.media(new Body.InMemory(whole.slice(at, length)), name));
            }
            at += length;
        }
        String name = "s" + msn + ".m4s";
        publication.put(rendition + "/" + name, MediaShelf.media(new Body.InMemory(whole), name));
        publication.wakeUp();
        made.addLast(new Made(rendition, msn, parts.size(), size));
        madeBytes += size;
        while (madeBytes > MAX_BYTES) {
            forget(made.removeFirst());
        }
    }

    private void forget(Made segment) {
        madeBytes -= segment.bytes();
        publication.remove(segment.rendition() + "/s" + segment.msn() + ".m4s");
        for (int part = 0; part < segment.parts(); part++) {
            publication.remove(segment.rendition() + "/" + SegmentWindow.partName(segment.msn(), part));
        }
    }

    /** Fragments of a source segment's part. */
    static List<TrackRun> runs(ByteBuffer bytes, List<Track> tracks, long compositionDelay) {
        return FragmentReader.read(bytes, tracks, compositionDelay).stream()
                .flatMap(List::stream)
                .toList();
    }
}
