package dev.vitrine.server.stream;

import dev.vitrine.hls.Derivation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What viewers wait for, and since when. What is listed has to be there: whatever becomes of the feed or job that was to
 * make it, it is seen to again ten times a second, and filled with a still when it takes too long. Media thread only.
 */
final class LadderWaits {

    private static final long SECOND = 1_000_000_000L;

    /** Players give up on a segment after ten seconds, and the publication after three target durations. */
    static final long PATIENCE_NANOS = 4 * SECOND;

    /** Whoever asked was answered somehow. */
    private static final long FORGOTTEN_NANOS = 30 * SECOND;

    private static final int MAX = 512;

    private final Derivation derivation;
    private final Makers makers;
    private final LongSupplier nanos;
    private final Map<Wait, Long> since = new LinkedHashMap<>();

    private record Wait(String rendition, String file, long msn) {}

    /** Those who can do something about it. */
    interface Makers {

        /** Whether waiting is of use: somebody makes it, or can. */
        boolean hopeful(String rendition, long msn);

        /** To be made, unless that is being done. */
        void make(String rendition, long msn);

        /** To be filled with a still, at once. */
        void fill(String rendition, long msn);
    }

    LadderWaits(Derivation derivation, Makers makers, LongSupplier nanos) {
        this.derivation = derivation;
        this.makers = makers;
        this.nanos = nanos;
    }

    void add(String rendition, String file) {
        OptionalLong msn = derivation.msnOf(file);
        if (msn.isPresent() && since.size() < MAX) {
            Wait wait = new Wait(rendition, file, msn.getAsLong());
            since.putIfAbsent(wait, nanos.getAsLong());
            look(wait);
        }
    }

    boolean isEmpty() {
        return since.isEmpty();
    }

    void look() {
        List<Wait> all = new ArrayList<>(since.keySet());
        all.forEach(this::look);
    }

    private void look(Wait wait) {
        long waited = nanos.getAsLong() - since.getOrDefault(wait, 0L);
        if (derivation.isThere(wait.rendition(), wait.file()) || waited > FORGOTTEN_NANOS) {
            since.remove(wait);
        } else if (waited > PATIENCE_NANOS
                || derivation.isFilled(wait.rendition(), wait.msn())
                || !makers.hopeful(wait.rendition(), wait.msn())) {
            makers.fill(wait.rendition(), wait.msn());
        } else {
            makers.make(wait.rendition(), wait.msn());
        }
    }
}
