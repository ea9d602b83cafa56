package dev.vitrine.hls;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a decoder needs for a still.
 *
 * @param init an init segment
 * @param parts of a segment that starts at a random access point
 */
record StillSource(ByteBuffer init, List<ByteBuffer> parts) {

    StillSource {
        parts = List.copyOf(parts);
    }

    /** All of it, one after the other. */
    byte[] bytes() {
        int length = init.remaining()
                + parts.stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer whole = ByteBuffer.allocate(length).put(init.duplicate());
        parts.forEach(part -> whole.put(part.duplicate()));
        return whole.array();
    }
}
