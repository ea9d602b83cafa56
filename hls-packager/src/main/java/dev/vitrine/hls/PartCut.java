package dev.vitrine.hls;

import dev.vitrine.hls.cmaf.TrackRun;
import java.util.List;

/**
 * What one part holds.
 *
 * @param startNanos in show time
 * @param endNanos in show time, after {@code startNanos}
 * @param independent whether a random access point is in it
 * @param runs no runs: there is no media, the part is a gap
 */
record PartCut(long startNanos, long endNanos, boolean independent, List<TrackRun> runs) {

    PartCut {
        runs = List.copyOf(runs);
        if (endNanos <= startNanos) {
            throw new IllegalArgumentException("part ends at " + endNanos + " ns, not after its start " + startNanos);
        }
    }

    long durationNanos() {
        return endNanos - startNanos;
    }

    boolean gap() {
        return runs.isEmpty();
    }
}
