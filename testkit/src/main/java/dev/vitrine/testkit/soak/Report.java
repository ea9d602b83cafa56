package dev.vitrine.testkit.soak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a soak run saw: a table, and what must not be. */
public final class Report {

    private final Map<String, String> rows = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();

    void row(String name, Object value) {
        rows.put(name, String.valueOf(value));
    }

    void violation(String what) {
        violations.add(what);
    }

    void violationUnless(boolean holds, String otherwise) {
        if (!holds) {
            violation(otherwise);
        }
    }

    /** Empty when all is well. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** For people. */
    public String text() {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder out = new StringBuilder();
        rows.forEach((name, value) -> out.append(String.format("%-" + width + "s  %s%n", name, value)));
        out.append(violations.isEmpty() ? "no violation\n" : violations.size() + " violations\n");
        violations.stream()
                .limit(40)
                .forEach(line -> out.append("  ").append(line).append('\n'));
        return out.toString();
    }
}
