package dev.vitrine.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file while it is read. Asking for a key makes it known: what nobody asked for is reported by {@link
 * #finish()}. A value that is wrong is reported and its default handed back, so that reading goes on.
 */
final class Section {

    /** Something that was set, and where. */
    private record Value(String text, Place place) {}

    private final Source source;
    private final String path; // "hls" or "" for the root
    private final boolean fromEnvironment; // members of lists are not
    private final Optional<Place> start;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Place> known = new LinkedHashMap<>();

    Section(Source source, String path, Optional<Node> node, boolean fromEnvironment) {
        this.source = source;
        this.path = path;
        this.fromEnvironment = fromEnvironment;
        this.start = node.map(source::place);
        node.ifPresent(this::index);
    }

    private void index(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            String what = path.isEmpty() ? "the configuration" : "'" + path + "'";
            source.problem(node, what + " must be keys with values, one a line and indented alike");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                source.problem(tuple.getKeyNode(), "a key must be a word");
            } else if (nodes.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                source.problem(
                        key,
                        "'" + full(key.getValue()) + "' is set twice, first at "
                                + placeOf(key.getValue()).name() + ": keep one");
            } else {
                places.put(key.getValue(), source.place(key));
            }
        }
    }

    /** Reports the keys that nobody asked for. */
    void finish() {
        for (Map.Entry<String, Place> entry : places.entrySet()) {
            if (!known.containsKey(entry.getKey())) {
                source.problem(
                        entry.getValue(),
                        "unknown key '" + full(entry.getKey()) + "'" + DidYouMean.hint(entry.getKey(), known.keySet()));
            }
        }
    }

    <T> T section(String key, Function<Section, T> read) {
        Section section = new Section(source, full(key), node(key), true);
        T result = read.apply(section);
        section.finish();
        return result;
    }

    <T> List<T> sections(String key, Function<Section, Optional<T>> read) {
        List<T> results = new ArrayList<>();
        for (Node item : sequence(key)) {
            Section section = new Section(source, full(key) + "[" + results.size() + "]", Optional.of(item), false);
            read.apply(section).ifPresent(results::add);
            section.finish();
        }
        return results;
    }

    /** A value in its own spelling; {@code parse} throws an IllegalArgumentException that says what would be right. */
    <T> T value(String key, T fallback, Function<String, T> parse) {
        return set(key).map(value -> {
                    try {
                        return parse.apply(value.text());
                    } catch (IllegalArgumentException e) {
                        refuse(key, value, String.valueOf(e.getMessage()));
                        return fallback;
                    }
                })
                .orElse(fallback);
    }

    /** A value that must not be shown, not even when it is wrong. */
    Optional<Secret> secret(String key, Function<String, String> parse) {
        return set(key).filter(value -> !value.text().isEmpty()).flatMap(value -> {
            try {
                return Optional.of(new Secret(parse.apply(value.text())));
            } catch (IllegalArgumentException e) {
                source.problem(value.place(), "'" + full(key) + "' must be " + e.getMessage());
                return Optional.empty();
            }
        });
    }

    <T extends Comparable<T>> T bounded(
            String key, T fallback, T min, T max, Function<String, T> parse, Function<T, String> format) {
        return value(key, fallback, text -> {
            T value = parse.apply(text);
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new IllegalArgumentException(format.apply(min) + " to " + format.apply(max));
            }
            return value;
        });
    }

    int number(String key, int fallback, int min, int max) {
        return bounded(
                key,
                fallback,
                min,
                max,
                text -> {
                    if (!text.matches("-?\\d{1,9}")) {
                        throw new IllegalArgumentException("a whole number, " + min + " to " + max);
                    }
                    return Integer.valueOf(text);
                },
                String::valueOf);
    }

    Duration duration(String key, String fallback, String min, String max) {
        return bounded(
                key,
                Durations.parse(fallback),
                Durations.parse(min),
                Durations.parse(max),
                Durations::parse,
                Durations::format);
    }

    boolean flag(String key, boolean fallback) {
        return value(key, fallback, text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("true or false");
            }
            return text.equals("true");
        });
    }

    ByteSize size(String key, String fallback, String min, String max) {
        return bounded(
                key,
                ByteSize.parse(fallback),
                ByteSize.parse(min),
                ByteSize.parse(max),
                ByteSize::parse,
                ByteSize::toString);
    }

    <E extends Enum<E> & VitrineConfig.Word> E word(String key, E fallback) {
        List<E> all = Arrays.asList(fallback.getDeclaringClass().getEnumConstants());
        List<String> words = all.stream().map(VitrineConfig.Word::word).toList();
        return value(
                key,
                fallback,
                text -> all.stream()
                        .filter(one -> one.word().equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "one of " + String.join(", ", words) + DidYouMean.hint(text, words))));
    }

    /** A list of single values, each checked by {@code parse}. */
    List<String> list(String key, Function<String, String> parse) {
        know(key);
        List<Value> values = environment(key)
                .map(value -> Arrays.stream(value.text().split(","))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .map(text -> new Value(text, value.place()))
                        .toList())
                .orElseGet(() -> sequence(key).stream()
                        .flatMap(item -> scalar(key, item).stream())
                        .toList());
        List<String> checked = new ArrayList<>();
        for (Value value : values) {
            try {
                checked.add(parse.apply(value.text()));
            } catch (IllegalArgumentException e) {
                refuse(key, value, String.valueOf(e.getMessage()));
            }
        }
        return checked;
    }

    /** Reports what is wrong with a key in the light of another. */
    void problem(String key, String message) {
        source.problem(placeOf(key), "'" + full(key) + "' " + message);
    }

    boolean isSet(String key) {
        return set(key).isPresent();
    }

    private Optional<Value> set(String key) {
        know(key);
        return environment(key).or(() -> node(key).flatMap(node -> scalar(key, node)));
    }

    private Optional<Value> environment(String key) {
        if (!fromEnvironment) {
            return Optional.empty();
        }
        String name = Source.variable(full(key));
        return source.environment(name).map(text -> new Value(text, Place.outside(name)));
    }

    private Optional<Value> scalar(String key, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            source.problem(node, "'" + full(key) + "' must be one value");
            return Optional.empty();
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            source.problem(placeOf(key), "'" + full(key) + "' has no value: give one, or leave the line out");
            return Optional.empty();
        }
        return Optional.of(new Value(scalar.getValue(), source.place(node)));
    }

    private List<Node> sequence(String key) {
        return node(key)
                .map(node -> {
                    if (node instanceof SequenceNode sequence) {
                        return sequence.getValue();
                    }
                    source.problem(node, "'" + full(key) + "' must be a list, like [a, b] or one '- ' a line");
                    return List.<Node>of();
                })
                .orElse(List.of());
    }

    private Optional<Node> node(String key) {
        know(key);
        return Optional.ofNullable(nodes.get(key));
    }

    private void know(String key) {
        known.putIfAbsent(key, placeOf(key));
    }

    private Place placeOf(String key) {
        Place inFile = places.get(key);
        String name = Source.variable(full(key));
        if (fromEnvironment && source.environment(name).isPresent()) {
            return Place.outside(name);
        }
        return inFile == null ? start.orElseGet(() -> Place.outside(full(key))) : inFile;
    }

    private void refuse(String key, Value value, String bound) {
        source.problem(value.place(), "'" + full(key) + "' is '" + value.text() + "', must be " + bound);
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
