package dev.vitrine.hls.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects what the rules say: which lines were judged, and what did not hold, each kind once with a count. */
final class Findings {

    /** Kinds of findings, not findings; a server that breaks more than this is broken. */
    private static final int MAX_KINDS = 1_000;

    private final Map<String, Finding> byKind = new LinkedHashMap<>();
    private final BitSet judged = new BitSet();

    /** What is wrong, with the default severity of its line. */
    record Trouble(String what, String value, String bound, Evidence evidence) {}

    /** The line was looked at; if it does not hold, {@code trouble} says how. Answers {@code holds}. */
    boolean expect(int line, boolean holds, Supplier<Trouble> trouble) {
        return expect(line, Checklist.line(line).severity(), holds, trouble);
    }

    boolean expect(int line, Severity severity, boolean holds, Supplier<Trouble> trouble) {
        judged.set(line);
        if (!holds) {
            Trouble found = trouble.get();
            String kind = line + " " + severity + " " + found.what();
            Finding known = byKind.get(kind);
            if (known != null) {
                byKind.put(kind, known.again());
            } else if (byKind.size() < MAX_KINDS) {
                byKind.put(
                        kind,
                        new Finding(
                                line,
                                severity,
                                Checklist.line(line).section(),
                                found.what(),
                                found.value(),
                                found.bound(),
                                found.evidence(),
                                1));
            }
        }
        return holds;
    }

    boolean judged(int line) {
        return judged.get(line);
    }

    /** The worst first, then by line. */
    List<Finding> sorted() {
        List<Finding> all = new ArrayList<>(byKind.values());
        all.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::line));
        return all;
    }
}
