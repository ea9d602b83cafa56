package dev.vitrine.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;

/** A file's name, the environment beside it, and the mistakes found in both. */
final class Source {

    static final String PREFIX = "VITRINE_";

    /** Variables of ours that are no keys of the file. */
    private static final Set<String> RESERVED =
            Set.of("VITRINE_CONFIG", "VITRINE_ADMIN_TOKEN", "VITRINE_JAVA_OPTS", "VITRINE_CACHE", "VITRINE_HOME");

    private final String file;
    private final Map<String, String> environment;
    private final Problems problems;
    private final Set<String> known = new TreeSet<>(RESERVED);

    Source(String file, Map<String, String> environment, Problems problems) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.problems = problems;
    }

    /** {@code hls.part-duration} → {@code VITRINE_HLS_PART_DURATION}. */
    static String variable(String path) {
        return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    Optional<String> environment(String name) {
        known.add(name);
        return Optional.ofNullable(environment.get(name));
    }

    Place place(Node node) {
        return Place.inFile(file, node.getStartMark());
    }

    void problem(Node node, String message) {
        problem(place(node), message);
    }

    void problem(Place place, String message) {
        problems.add(place, message);
    }

    /** Reports variables that look like ours and mean nothing. */
    void finish() {
        new TreeSet<>(environment.keySet())
                .stream()
                        .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                        .forEach(name -> problem(
                                Place.outside(name), "unknown environment variable" + DidYouMean.hint(name, known)));
    }
}
