package dev.vitrine.media;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Something that holds from one media date to another: what a packager writes as a date range without knowing what it
 * means. Never altered once it is made.
 *
 * @param id unique among all events of a show; letters, digits and {@code -._}
 * @param classId reverse DNS; all events of a class mean the same kind of thing
 * @param start inclusive, whole milliseconds
 * @param end exclusive, after {@code start}, whole milliseconds
 * @param attributes name (upper-case letters, digits, {@code -}) to value (no quotes, braces, control characters)
 * @param comment one line for the human who reads a playlist, without line breaks; may be empty
 */
public record TimedEvent(
        String id, String classId, Instant start, Instant end, Map<String, String> attributes, String comment) {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern NAME = Pattern.compile("[A-Z0-9-]{1,64}");

    public TimedEvent {
        require(TOKEN.matcher(id).matches(), "id", id, "1 to 128 letters, digits, '.', '_' or '-'");
        require(TOKEN.matcher(classId).matches(), "class", classId, "1 to 128 letters, digits, '.', '_' or '-'");
        require(wholeMillis(start) && wholeMillis(end), "dates", start + " to " + end, "whole milliseconds");
        require(end.isAfter(start), "end", end.toString(), "after its start " + start);
        require(comment.chars().noneMatch(TimedEvent::breaksLine), "comment", comment, "a single line");
        attributes.forEach((name, value) -> {
            require(NAME.matcher(name).matches(), "attribute name", name, "upper-case letters, digits or '-'");
            require(
                    value.chars().noneMatch(c -> c == '"' || c == '{' || breaksLine(c)),
                    "attribute " + name,
                    value,
                    "free of quotes, braces and control characters");
        });
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** Whether {@code date} lies in [start, end). */
    public boolean covers(Instant date) {
        return !date.isBefore(start) && date.isBefore(end);
    }

    private static boolean wholeMillis(Instant date) {
        return date.truncatedTo(ChronoUnit.MILLIS).equals(date);
    }

    private static boolean breaksLine(int c) {
        return c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static void require(boolean holds, String what, String value, String bound) {
        if (!holds) {
            throw new IllegalArgumentException("timed event's " + what + " '" + value + "' must be " + bound);
        }
    }
}
