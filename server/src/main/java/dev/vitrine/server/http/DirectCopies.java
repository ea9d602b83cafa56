package dev.vitrine.server.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A thread's copies, outside the heap, of what it sent last from the heap. Java copies everything out of the heap that it
 * writes to a socket, for each viewer again; of a part that a thousand wait for, each I/O thread makes one copy and writes
 * that. One thread.
 */
final class DirectCopies {

    /** A source and its renditions, and some who are a part behind. */
    private static final int MOST = 4;

    /** Less is copied as soon as it is found. */
    private static final int SMALLEST = 16 << 10;

    private static final int LARGEST = 1 << 20;

    private static final ThreadLocal<DirectCopies> MINE = ThreadLocal.withInitial(DirectCopies::new);

    private final @Nullable ByteBuffer[] originals = new ByteBuffer[MOST];
    private final ByteBuffer[] copies = new ByteBuffer[MOST];
    private int oldest;

    private DirectCopies() {
        Arrays.fill(copies, ByteBuffer.allocateDirect(0));
    }

    static DirectCopies mine() {
        return MINE.get();
    }

    /**
     * The same bytes outside the heap, to be read before the next call; {@code bytes} themselves where that is not worth it.
     *
     * @param bytes the same object each time, with bytes that stay as they are
     */
    @SuppressWarnings("ReferenceEquality") // Comparing their bytes would cost as much as copying them.
    ByteBuffer of(ByteBuffer bytes) {
        if (bytes.isDirect() || bytes.remaining() < SMALLEST || bytes.remaining() > LARGEST) {
            return bytes;
        }
        for (int i = 0; i < MOST; i++) {
            if (originals[i] == bytes) {
                return copies[i];
            }
        }
        int at = oldest;
        oldest = (oldest + 1) % MOST;
        if (copies[at].capacity() < bytes.remaining()) {
            copies[at] = ByteBuffer.allocateDirect(bytes.remaining());
        }
        copies[at].clear().put(bytes.duplicate()).flip();
        originals[at] = bytes;
        return copies[at];
    }
}
