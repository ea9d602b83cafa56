package dev.vitrine.rtmp;

import java.util.concurrent.atomic.AtomicLong;

/** One budget of bytes for all connections, on whatever event loop they are. */
final class SharedBytes {

    private final long max;
    private final AtomicLong used = new AtomicLong();

    SharedBytes(long max) {
        this.max = max;
    }

    /** Counts bytes that are held from now on; false when that is more than there may be, and then they count too. */
    boolean take(long bytes) {
        return used.addAndGet(bytes) <= max;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }

    long max() {
        return max;
    }
}
