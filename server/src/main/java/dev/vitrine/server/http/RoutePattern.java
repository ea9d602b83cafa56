package dev.vitrine.server.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A path template taken apart once, so that a request costs no list of its segments: {@code /live/{channel}/events},
 * {@code /live/*}. Immutable.
 */
final class RoutePattern {

    private final String[] parts;

    RoutePattern(String template) {
        this.parts = template.substring(1).split("/", -1);
    }

    /** The first segment of a path or template: {@code live}; empty for {@code /}. */
    static String first(String path) {
        int slash = path.indexOf('/', 1);
        return path.substring(Math.min(1, path.length()), slash < 0 ? path.length() : slash);
    }

    /** The template's variables in {@code path}; empty when the path is another's. */
    Optional<Map<String, String>> match(String path) {
        Map<String, String> variables = Map.of();
        int at = 1;
        for (String part : parts) {
            if (at > path.length()) {
                return Optional.empty();
            }
            if (part.equals("*")) {
                return Optional.of(variables);
            }
            int slash = path.indexOf('/', at);
            int end = slash < 0 ? path.length() : slash;
            if (part.startsWith("{")) {
                variables = variables.isEmpty() ? new HashMap<>() : variables;
                variables.put(part.substring(1, part.length() - 1), path.substring(at, end));
            } else if (end - at != part.length() || !path.startsWith(part, at)) {
                return Optional.empty();
            }
            at = end + 1;
        }
        return at == path.length() + 1 ? Optional.of(variables) : Optional.empty();
    }
}
