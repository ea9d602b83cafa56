package dev.vitrine.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When viewers had each piece of media, last byte included. Filled by the viewers' thread, read by any. */
final class Arrivals {

    private final Map<String, List<Long>> byPath = new HashMap<>();
    private final List<Long> all = new ArrayList<>();

    synchronized void add(String path, long nanos) {
        byPath.computeIfAbsent(path, first -> new ArrayList<>()).add(nanos);
        all.add(nanos);
    }

    /** Of one piece, in order. */
    synchronized List<Long> of(String path) {
        return List.copyOf(byPath.getOrDefault(path, List.of()));
    }

    /** The first after a moment; the greatest number there is if none came. */
    synchronized long firstAfter(long nanos) {
        return all.stream()
                .mapToLong(Long::longValue)
                .filter(at -> at > nanos)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** The longest time between two arrivals that follow each other, from {@code nanos} on. */
    synchronized long longestSilence(long nanos) {
        long[] times = all.stream().mapToLong(Long::longValue).sorted().toArray();
        long longest = 0;
        for (int i = 1; i < times.length; i++) {
            if (times[i] > nanos) {
                longest = Math.max(longest, times[i] - times[i - 1]);
            }
        }
        return longest;
    }
}
