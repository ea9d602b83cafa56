package dev.vitrine.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects mistakes while reading goes on, so that an operator sees all of them at once. */
final class Problems {

    /** @param line from 1; 0 for what is not in the file, which comes last */
    private record Placed(int line, int column, ConfigProblem problem) {}

    private final Set<Placed> placed = new LinkedHashSet<>(); // a key that is asked for twice is wrong once

    void add(Place place, String message) {
        placed.add(new Placed(place.line(), place.column(), new ConfigProblem(place.name(), message)));
    }

    boolean none() {
        return placed.isEmpty();
    }

    List<ConfigProblem> inOrder() {
        return placed.stream()
                .sorted(Comparator.comparing((Placed p) -> p.line() == 0)
                        .thenComparingInt(Placed::line)
                        .thenComparingInt(Placed::column))
                .map(Placed::problem)
                .toList();
    }
}
