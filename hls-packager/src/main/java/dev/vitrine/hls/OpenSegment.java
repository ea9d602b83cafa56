package dev.vitrine.hls;

import dev.vitrine.hls.StoredSegment.Kind;
import dev.vitrine.hls.StoredSegment.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The segment that is being produced: its bytes, and where its parts lie in them. Media thread. */
final class OpenSegment {

    private final String rendition;
    private final long msn;
    private final long start;
    private final String init;
    private final Kind kind;
    private final boolean discontinuous;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private final List<Slice> slices = new ArrayList<>();
    private long size;
    private boolean independent;

    /**
     * @param discontinuous whether EXT-X-DISCONTINUITY stands in front of it
     */
    OpenSegment(String rendition, long msn, long start, String init, Kind kind, boolean discontinuous) {
        this.rendition = rendition;
        this.msn = msn;
        this.start = start;
        this.init = init;
        this.kind = kind;
        this.discontinuous = discontinuous;
    }

    long msn() {
        return msn;
    }

    /** In show time. */
    long start() {
        return start;
    }

    int partCount() {
        return parts.size();
    }

    boolean hasParts() {
        return !parts.isEmpty();
    }

    /** Its first access unit is a random access point. */
    void startsIndependent() {
        independent = true;
    }

    /**
     * @param bytes empty for a gap
     * @param saidIndependent whether playlists say so of the part
     */
    void add(ByteBuffer bytes, long durationNanos, boolean saidIndependent) {
        parts.add(bytes);
        slices.add(new Slice(size, bytes.remaining(), durationNanos, saidIndependent));
        size += bytes.remaining();
    }

    /** As it is with the parts it has, ending at {@code end}. */
    StoredSegment stored(long end) {
        return new StoredSegment(
                rendition,
                msn,
                start,
                end,
                init,
                discontinuous,
                size == 0 && !parts.isEmpty() ? Kind.GAP : kind,
                independent,
                slices);
    }

    /** The bytes of its parts, but for gaps. */
    List<ByteBuffer> bytes() {
        return parts.stream().filter(ByteBuffer::hasRemaining).toList();
    }
}
