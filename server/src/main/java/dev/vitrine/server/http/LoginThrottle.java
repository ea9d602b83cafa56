package dev.vitrine.server.http;

import dev.vitrine.server.edge.Neighbourhood;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Ten wrong passwords in five minutes from one address, then wait. An attempt counts as wrong from its beginning until it
 * proves right, so that a burst of parallel attempts is no way around. Thread-safe.
 */
final class LoginThrottle {

    static final int FAILURES = 10;
    static final Duration WINDOW = Duration.ofMinutes(5);

    /** Beyond this the address that failed longest ago is forgotten: memory is bounded whatever the internet does. */
    private static final int MOST_ADDRESSES = 10_000;

    private final InstantSource clock;
    private final Map<Long, Deque<Instant>> failures = new LinkedHashMap<>();

    LoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts an attempt. When there were too many, says how long to wait, and does not count this one. */
    synchronized Optional<Duration> attempt(InetAddress address) {
        Instant now = clock.instant();
        Long key = Neighbourhood.of(address);
        Deque<Instant> failed = failures.getOrDefault(key, new ArrayDeque<>());
        while (!failed.isEmpty() && !failed.getFirst().plus(WINDOW).isAfter(now)) {
            failed.removeFirst();
        }
        if (failed.size() >= FAILURES) {
            return Optional.of(Duration.between(now, failed.getFirst().plus(WINDOW)));
        }
        failed.addLast(now);
        failures.remove(key);
        failures.put(key, failed);
        forgetOldest();
        return Optional.empty();
    }

    /** The last attempt from there was right after all. Earlier ones still count. */
    synchronized void succeeded(InetAddress address) {
        Deque<Instant> failed = failures.get(Neighbourhood.of(address));
        if (failed != null) {
            failed.pollLast();
        }
    }

    private void forgetOldest() {
        Iterator<Long> oldest = failures.keySet().iterator();
        while (failures.size() > MOST_ADDRESSES && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }
}
