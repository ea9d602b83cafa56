package dev.vitrine.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Numbers by measure and server, and the table made of their medians. */
final class Results {

    private static final String OURS = "Vitrine";

    private final Map<String, String> machine;
    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
    private final List<String> servers = new ArrayList<>();

    Results(Map<String, String> machine) {
        this.machine = machine;
    }

    /** @param measure what was measured, with its unit */
    void add(String measure, String server, double value) {
        if (!servers.contains(server)) {
            servers.add(server);
        }
        values.computeIfAbsent(measure, unknown -> new LinkedHashMap<>())
                .computeIfAbsent(server, unknown -> new ArrayList<>())
                .add(value);
        System.out.printf(Locale.ROOT, "  %-72s %-8s %s%n", measure, server, text(value));
    }

    void write(Path markdown) throws IOException {
        Files.createDirectories(markdown.getParent());
        Files.writeString(markdown, table());
        String name = markdown.getFileName().toString();
        Path json = markdown.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".json");
        Files.writeString(
                json,
                new ObjectMapper()
                                .enable(SerializationFeature.INDENT_OUTPUT)
                                .writeValueAsString(Map.of("machine", machine, "measures", values))
                        + "\n");
    }

    String table() {
        StringBuilder text = new StringBuilder("# Measured\n\n");
        machine.forEach((what, value) ->
                text.append("- ").append(what).append(": ").append(value).append('\n'));
        text.append("\n## What is asked\n\n| measure | asked | measured | |\n|---|---:|---:|---|\n");
        Asked.all().forEach(asked -> text.append(asked.line(got(asked), error(asked))));
        text.append("\n## All of it\n\nMedians; in brackets the least and the most where a measure was repeated.\n"
                + "Lower is better, but for Mbit/s, Gbit/s and requests/s, which show how much was done.\n\n");
        text.append("| measure |");
        servers.forEach(server -> text.append(' ').append(server).append(" |"));
        boolean compared = servers.size() > 1;
        text.append(compared ? " ratio |\n" : "\n");
        text.append("|---|")
                .append("---:|".repeat(servers.size() + (compared ? 1 : 0)))
                .append('\n');
        values.forEach((measure, byServer) -> {
            text.append("| ").append(measure).append(" |");
            for (String server : servers) {
                text.append(' ')
                        .append(cell(byServer.getOrDefault(server, List.of())))
                        .append(" |");
            }
            if (compared) {
                text.append(' ').append(ratio(byServer)).append(" |");
            }
            text.append('\n');
        });
        return text.toString();
    }

    private OptionalDouble got(Asked asked) {
        Map<String, List<Double>> byServer = values.getOrDefault(asked.measure(), Map.of());
        List<Double> ours = byServer.getOrDefault(OURS, List.of());
        List<Double> theirs =
                asked.peer().map(peer -> byServer.getOrDefault(peer, List.of())).orElse(List.of());
        if (ours.isEmpty() || (asked.peer().isPresent() && theirs.isEmpty())) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(asked.peer().isPresent() ? median(ours) / median(theirs) : median(ours));
    }

    /**
     * The standard error of the difference between two means of as many as there are equals; 0 where none are compared. What is
     * judged by it is a median, which is wrong by a quarter more: so it is the stricter.
     */
    private double error(Asked asked) {
        List<Double> alike = asked.alike()
                .map(measure -> values.getOrDefault(measure, Map.of()).getOrDefault(OURS, List.of()))
                .orElse(List.of());
        int count = alike.size();
        if (count < 2) {
            return 0;
        }
        double mean = alike.stream().mapToDouble(value -> value).sum() / count;
        double squares = alike.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (count - 1) * 2 / count);
    }

    /** Ours of whoever was measured beside us. */
    private static String ratio(Map<String, List<Double>> byServer) {
        List<Double> ours = byServer.getOrDefault(OURS, List.of());
        List<Double> theirs = byServer.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(OURS))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
        return ours.isEmpty() || theirs.isEmpty() || median(theirs) == 0 ? "–" : text(median(ours) / median(theirs));
    }

    private static String cell(List<Double> list) {
        if (list.isEmpty()) {
            return "–";
        }
        double[] sorted = sorted(list);
        String spread = sorted.length == 1 ? "" : " (" + text(sorted[0]) + "–" + text(sorted[sorted.length - 1]) + ")";
        return text(median(list)) + spread;
    }

    static double median(List<Double> list) {
        double[] sorted = sorted(list);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** @param percent 0 to 100; 0 for an empty list */
    static double percentile(List<Double> list, int percent) {
        double[] sorted = sorted(list);
        return sorted.length == 0 ? 0 : sorted[(int) Math.round((sorted.length - 1) * percent / 100.0)];
    }

    private static double[] sorted(List<Double> list) {
        double[] sorted = list.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Three digits that mean something. */
    static String text(double value) {
        double size = Math.abs(value);
        String format = size >= 100 || size == 0 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
