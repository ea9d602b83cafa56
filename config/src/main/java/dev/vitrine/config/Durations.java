package dev.vitrine.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as operators write them: {@code 500ms}, {@code 2s}, {@code 30m}, {@code 12h}, {@code 7d}. */
final class Durations {

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");
    private static final Map<String, Long> MILLIS = new LinkedHashMap<>();

    static {
        MILLIS.put("d", 86_400_000L);
        MILLIS.put("h", 3_600_000L);
        MILLIS.put("m", 60_000L);
        MILLIS.put("s", 1_000L);
        MILLIS.put("ms", 1L);
    }

    private Durations() {}

    /** Throws an {@link IllegalArgumentException} that says what would have been right. */
    static Duration parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a whole number with ms, s, m, h or d, like 500ms or 30m");
        }
        return Duration.ofMillis(Long.parseLong(matcher.group(1)) * MILLIS.getOrDefault(matcher.group(2), 1L));
    }

    /** In the largest unit that needs no fraction. */
    static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        for (Map.Entry<String, Long> unit : MILLIS.entrySet()) {
            if (millis % unit.getValue() == 0) {
                return millis / unit.getValue() + unit.getKey();
            }
        }
        throw new IllegalStateException("milliseconds divide everything");
    }
}
