package dev.vitrine.config;

import java.util.List;

/** A whole configuration, or everything that is wrong with it. */
public sealed interface LoadResult {

    /** All is well. */
    record Loaded(VitrineConfig config) implements LoadResult {}

    /**
     * Nothing is in force.
     *
     * @param problems in the order of the file, then those of the environment; at least one
     */
    record Faulty(List<ConfigProblem> problems) implements LoadResult {

        public Faulty {
            problems = List.copyOf(problems);
        }
    }
}
