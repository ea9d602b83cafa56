package dev.vitrine.hls;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Where media goes, and where it comes back from when it is too old to be kept at hand. The edge of the live window is
 * always in memory, whatever the store does.
 *
 * <p>The media thread calls everything but {@link #find}, and never waits: what is slow happens elsewhere, in the order
 * of the calls.
 */
public interface SegmentStore {

    /**
     * An init segment.
     *
     * @param path such as {@code source/init-0.mp4}
     * @param bytes nobody alters them
     */
    void init(String path, ByteBuffer bytes);

    /**
     * Another part of the open segment.
     *
     * @param soFar the segment with this part as its last
     * @param bytes of the part; empty for a gap; nobody alters them
     */
    void part(StoredSegment soFar, ByteBuffer bytes);

    /**
     * A finished segment.
     *
     * @param parts the bytes of its parts, but for gaps; empty for a gap; nobody alters them
     */
    void segment(StoredSegment segment, List<ByteBuffer> parts);

    /** Something else that has to be known to go on after a restart. A store that forgets may ignore it. */
    void note(String journalLine);

    /** The bytes of an init segment or segment, once they can be read back. Any thread. */
    Optional<Body> find(String path);

    /** No live playlist leads to this any more. A store that keeps shows for replay may ignore that. */
    void release(String path);
}
