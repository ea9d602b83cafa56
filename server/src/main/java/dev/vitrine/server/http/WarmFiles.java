package dev.vitrine.server.http;

import dev.vitrine.hls.Body;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Stretches of files that were sent just now: the system has them in its memory, and sending them again does not wait for the
 * disk. So whoever watches the same replay as others costs no worker. Thread-safe.
 */
final class WarmFiles {

    private static final long WARM_NANOS = 20_000_000_000L;
    private static final int MOST = 2_000;

    private final LongSupplier nanos;
    /** When they were sent last, oldest first. */
    private final Map<Body.OnDisk, Long> sent = new LinkedHashMap<>();

    WarmFiles(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** All of it was sent. */
    synchronized void sent(Body.OnDisk stretch) {
        sent.remove(stretch);
        sent.put(stretch, nanos.getAsLong());
        if (sent.size() > MOST) {
            var oldest = sent.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    synchronized boolean has(Body.OnDisk stretch) {
        Long when = sent.get(stretch);
        return when != null && nanos.getAsLong() - when < WARM_NANOS;
    }
}
