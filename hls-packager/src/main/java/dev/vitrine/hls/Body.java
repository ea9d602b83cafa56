package dev.vitrine.hls;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The bytes of a resource, where they are. */
public sealed interface Body {

    long length();

    /**
     * In memory.
     *
     * @param bytes read-only; {@code duplicate()} it before reading, because others read it too
     */
    record InMemory(ByteBuffer bytes) implements Body {

        public InMemory {
            bytes = bytes.asReadOnlyBuffer();
        }

        @Override
        public long length() {
            return bytes.remaining();
        }
    }

    /** A stretch of a file. */
    record OnDisk(Path path, long offset, long length) implements Body {}

    /** Several, one after the other; none of them joined itself. */
    record Joined(List<Body> pieces, long length) implements Body {

        public Joined(List<Body> pieces) {
            this(pieces, pieces.stream().mapToLong(Body::length).sum());
        }

        public Joined {
            pieces = List.copyOf(pieces);
        }
    }
}
