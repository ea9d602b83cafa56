package dev.vitrine.server.stream;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many players asked for a playlist lately. A player is told from another by its address and what it calls itself,
 * hashed with a salt that lives as long as the process: nothing that identifies a person is kept.
 */
public final class ViewerCounter {

    /** A player that polls asks at least once a target duration; one on a bad line may miss two. */
    private static final long RECENT_NANOS = 12_000_000_000L;

    private static final int MAX_VIEWERS = 200_000;

    private final ConcurrentHashMap<Long, AtomicLong> lastSeen = new ConcurrentHashMap<>();

    /** Called once a playlist request, on I/O threads. */
    public void seen(long viewer, long nowNanos) {
        AtomicLong last = lastSeen.get(viewer);
        if (last != null) {
            last.lazySet(nowNanos);
        } else if (lastSeen.size() < MAX_VIEWERS) {
            lastSeen.put(viewer, new AtomicLong(nowNanos));
        }
    }

    /** Counts and forgets those who left; called about once a second. */
    int count(long nowNanos) {
        lastSeen.values().removeIf(last -> nowNanos - last.get() > RECENT_NANOS);
        return lastSeen.size();
    }
}
