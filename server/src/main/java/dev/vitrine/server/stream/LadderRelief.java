package dev.vitrine.server.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which rungs rest because the machine cannot keep up: the largest goes first, it is the nearest to the source, which is
 * always there. Media thread only.
 */
final class LadderRelief {

    private static final long SECOND = 1_000_000_000L;

    /** Being so far behind is usual while a rung catches up, and a lack of processor time when it goes on. */
    private static final long MAX_LAG_NANOS = 2 * SECOND;

    private static final long PATIENCE_NANOS = 8 * SECOND;
    static final long REST_NANOS = 30 * SECOND;

    private final LongSupplier nanos;
    private final Map<String, Long> restingUntil = new HashMap<>();
    private long onTimeNanos;

    LadderRelief(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean isResting(String rung) {
        return restingUntil.containsKey(rung);
    }

    Set<String> resting() {
        return Set.copyOf(restingUntil.keySet());
    }

    /** Those that have rested enough. */
    List<String> rested() {
        long now = nanos.getAsLong();
        List<String> over = restingUntil.entrySet().stream()
                .filter(rest -> now - rest.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
        over.forEach(restingUntil::remove);
        return over;
    }

    /** Nothing is being made. */
    void idle() {
        onTimeNanos = nanos.getAsLong();
    }

    /** Whether no rung rests. */
    boolean isEmpty() {
        return restingUntil.isEmpty();
    }

    /**
     * How far behind the source the feed of all rungs is.
     *
     * @param active rungs in it, the largest first
     * @return the one that rests from now on
     */
    Optional<String> watch(List<String> active, long lagNanos) {
        boolean easing = active.stream().anyMatch(this::isResting);
        long now = nanos.getAsLong();
        if (lagNanos <= MAX_LAG_NANOS || easing) {
            onTimeNanos = now;
        } else if (now - onTimeNanos > PATIENCE_NANOS) {
            onTimeNanos = now;
            Optional<String> largest = active.stream().findFirst();
            largest.ifPresent(rung -> restingUntil.put(rung, now + REST_NANOS));
            return largest;
        }
        return Optional.empty();
    }
}
