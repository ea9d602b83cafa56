package dev.vitrine.hls;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Where the source's segments and parts begin and end: what other renditions are cut by. Media thread only. */
final class SourceShape {

    /** A segment as far as it has come. */
    static final class Segment {
        final long msn;
        final long startNanos;
        final String init;
        final boolean gap;
        private final List<Long> partEnds = new ArrayList<>();
        private final List<Boolean> partGaps = new ArrayList<>();
        private boolean complete;
        private boolean independent;
        private boolean pictured;
        private long compositionDelay;

        Segment(long msn, long startNanos, String init, boolean gap) {
            this.msn = msn;
            this.startNanos = startNanos;
            this.init = init;
            this.gap = gap;
        }

        int parts() {
            return partEnds.size();
        }

        long partStart(int part) {
            return part == 0 ? startNanos : partEnds.get(part - 1);
        }

        long partEnd(int part) {
            return partEnds.get(part);
        }

        /** As far as it has parts. */
        long endNanos() {
            return partStart(parts());
        }

        boolean partGap(int part) {
            return partGaps.get(part);
        }

        boolean complete() {
            return complete;
        }

        /** See {@link SourceSegment#compositionDelay()}. */
        long compositionDelay() {
            return compositionDelay;
        }

        /** Whether it starts with a random access point; known once it has a picture. */
        boolean independent() {
            return independent;
        }
    }

    private static final int KEPT_BEHIND = 16;

    /** Of pictures that nobody takes and that none makes superfluous. */
    private static final int MAX_PICTURES = 2048;

    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private Optional<Segment> newest = Optional.empty();
    private final Map<String, List<Track>> tracks = new HashMap<>();
    private final Deque<SourcePicture> pictures = new ArrayDeque<>();

    void init(String name, List<Track> now) {
        tracks.put(name, now);
    }

    /** A segment that was here before this was told of anything; whether its decoding times were moved is unknown. */
    void again(StoredSegment segment, boolean complete) {
        Segment known = new Segment(
                segment.msn(), segment.startNanos(), segment.init(), segment.kind() != StoredSegment.Kind.MEDIA);
        long at = segment.startNanos();
        for (StoredSegment.Slice part : segment.parts()) {
            at += part.durationNanos();
            known.partEnds.add(at);
            known.partGaps.add(part.gap());
        }
        known.independent = segment.independent();
        known.complete = complete;
        put(known);
    }

    void begin(long msn, long startNanos, String init, boolean gap) {
        put(new Segment(msn, startNanos, init, gap));
    }

    private void put(Segment segment) {
        segments.put(segment.msn, segment);
        newest = Optional.of(segments.lastEntry().getValue());
    }

    /** Belongs to the open segment. Where that begins with a random access point, who wakes needs no more than the one before. */
    void picture(AccessUnit picture) {
        Segment open = newest.orElseThrow();
        if (!open.pictured) {
            open.pictured = true;
            open.independent = picture.randomAccess();
            while (open.independent
                    && !pictures.isEmpty()
                    && pictures.getFirst().msn() < open.msn - 1) {
                pictures.removeFirst();
            }
        }
        if (pictures.size() >= MAX_PICTURES) {
            pictures.removeFirst();
        }
        pictures.addLast(new SourcePicture(open.msn, picture));
    }

    /** What has come since the last call, from the segment before the open one on. */
    void takePictures(Consumer<SourcePicture> to) {
        while (!pictures.isEmpty()) {
            to.accept(pictures.removeFirst());
        }
    }

    void part(long endNanos, boolean gap, boolean segmentIndependent, long compositionDelay) {
        Segment open = newest.orElseThrow();
        open.partEnds.add(endNanos);
        open.partGaps.add(gap);
        open.independent = segmentIndependent;
        open.compositionDelay = compositionDelay;
    }

    /** The open segment is complete; a few before the oldest that is listed can still be asked for. */
    void finish(long firstListed) {
        newest.orElseThrow().complete = true;
        segments.headMap(firstListed - KEPT_BEHIND).clear();
    }

    Optional<Segment> segment(long msn) {
        return Optional.ofNullable(segments.get(msn));
    }

    /** The newest, open or complete. */
    Optional<Segment> newest() {
        return newest;
    }

    OptionalLong newestWith(String init) {
        return segments.descendingMap().values().stream()
                .filter(segment -> !segment.gap && segment.init.equals(init))
                .mapToLong(segment -> segment.msn)
                .findFirst();
    }

    List<Track> tracks(String init) {
        return tracks.getOrDefault(init, List.of());
    }
}
