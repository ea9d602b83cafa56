package dev.vitrine.hls.playlist;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An attribute list (§4.2) as it was read. Values keep their quotes, because {@code "1"} and {@code 1} are different
 * values.
 */
public final class Attributes {

    private static final Pattern NEXT = Pattern.compile("([A-Z0-9-]+)=(\"[^\"\\r\\n]*\"|[^\",\\s]+)(,|$)");

    private final Map<String, String> values;

    private Attributes(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a list.
     *
     * @throws PlaylistException when it is none, or names an attribute twice
     */
    public static Attributes read(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher matcher = NEXT.matcher(text);
        int position = 0;
        while (position < text.length()) {
            if (!matcher.find(position) || matcher.start() != position) {
                throw new PlaylistException("no NAME=value at character " + position + " of '" + text + "'");
            }
            if (values.put(matcher.group(1), matcher.group(2)) != null) {
                throw new PlaylistException("attribute " + matcher.group(1) + " stands twice in '" + text + "'");
            }
            position = matcher.end();
        }
        return new Attributes(values);
    }

    public Map<String, String> all() {
        return Collections.unmodifiableMap(values);
    }

    Optional<String> enumerated(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Optional<String> quoted(String name) {
        return enumerated(name).map(value -> unquote(name, value));
    }

    String requiredQuoted(String name) {
        return quoted(name).orElseThrow(() -> missing(name));
    }

    boolean yes(String name) {
        return "YES".equals(values.get(name));
    }

    Optional<Duration> seconds(String name) {
        return enumerated(name).map(Decimals::seconds);
    }

    Duration requiredSeconds(String name) {
        return seconds(name).orElseThrow(() -> missing(name));
    }

    OptionalLong integer(String name) {
        return enumerated(name).stream().mapToLong(Decimals::integer).findFirst();
    }

    long requiredInteger(String name) {
        return integer(name).orElseThrow(() -> missing(name));
    }

    PlaylistException missing(String name) {
        return new PlaylistException("attribute " + name + " is missing");
    }

    private static String unquote(String name, String value) {
        if (!value.startsWith("\"")) {
            throw new PlaylistException("attribute " + name + "=" + value + " must be quoted");
        }
        return value.substring(1, value.length() - 1);
    }
}
