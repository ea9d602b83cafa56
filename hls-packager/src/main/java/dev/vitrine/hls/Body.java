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

    /**
     * A stretch of a file.
     *
     * @param fresh written so lately that the system has it in its memory: reading it does not wait for the disk
     */
    record OnDisk(Path path, long offset, long length, boolean fresh) implements Body {

        /** One that may have to come from the disk. */
        public OnDisk(Path path, long offset, long length) {
            this(path, offset, length, false);
        }

        OnDisk asFresh() {
            return new OnDisk(path, offset, length, true);
        }
    }

    /** Several, one after the other; none of them joined itself. */
    record Joined(List<Body> pieces, long length) implements Body {

        public Joined(List<Body> pieces) {
            this(pieces, pieces.stream().mapToLong(Body::length).sum());
        }

        public Joined {
            pieces = List.copyOf(pieces);
        }
    }

    /** In memory, one after the other. */
    static Body inMemory(List<ByteBuffer> bytes) {
        return bytes.size() == 1
                ? new InMemory(bytes.get(0))
                : new Joined(bytes.stream().<Body>map(InMemory::new).toList());
    }
}
