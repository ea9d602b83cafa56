package dev.vitrine.hls;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Delivery directives (RFC 8216bis §6.2.5): wait until this part exists, and leave out what I know.
 *
 * @param part only with {@code msn}
 */
public record Directives(OptionalLong msn, OptionalInt part, Skip skip) {

    public static final Directives NONE = new Directives(OptionalLong.empty(), OptionalInt.empty(), Skip.NO);

    public Directives {
        if (part.isPresent() && msn.isEmpty()) {
            throw new BadDirectivesException("_HLS_part without _HLS_msn; send both");
        }
    }

    /** Which delta update is asked for. */
    public enum Skip {
        NO,
        /** Segments. */
        YES,
        /** Segments and date ranges. */
        V2
    }

    /** A query that has to be answered with 400. */
    public static final class BadDirectivesException extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        BadDirectivesException(String message) {
            super(message);
        }
    }

    /**
     * Reads them from a query string.
     *
     * @param query decoded names and values; directives that are not known are ignored
     * @throws BadDirectivesException when the answer has to be 400
     */
    public static Directives parse(Map<String, String> query) {
        OptionalLong msn = integer(query, "_HLS_msn", 15);
        OptionalLong part = integer(query, "_HLS_part", 6);
        Skip skip =
                switch (query.getOrDefault("_HLS_skip", "")) {
                    case "YES" -> Skip.YES;
                    case "v2" -> Skip.V2;
                    default -> Skip.NO;
                };
        OptionalInt index = part.isPresent() ? OptionalInt.of((int) part.getAsLong()) : OptionalInt.empty();
        return new Directives(msn, index, skip);
    }

    private static OptionalLong integer(Map<String, String> query, String name, int maxDigits) {
        String value = query.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value.isEmpty() || value.length() > maxDigits || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadDirectivesException(
                    name + "=" + printable(value) + " is not an integer of 1 to " + maxDigits + " digits");
        }
        return OptionalLong.of(Long.parseLong(value));
    }

    private static String printable(String value) {
        String clean = value.replaceAll("[^ -~]", "?");
        return clean.length() > 32 ? clean.substring(0, 32) + "…" : clean;
    }
}
