package dev.vitrine.transcoder.worker;

import java.util.concurrent.atomic.AtomicInteger;

/** How many native objects are open. Every owner counts itself in when it opens one and out when it closes it. */
final class Handles {

    private final AtomicInteger open = new AtomicInteger();

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    int open() {
        return open.get();
    }
}
