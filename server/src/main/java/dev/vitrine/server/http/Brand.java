package dev.vitrine.server.http;

import java.util.regex.Pattern;

/**
 * How the pages look.
 *
 * @param name in titles and for screen readers
 * @param accent a CSS colour: {@code #rrggbb}
 * @param language BCP 47, such as {@code vi}, or {@link #AUTO}
 */
public record Brand(String name, String accent, String language) {

    /** As each visitor's browser asks. */
    public static final String AUTO = "auto";

    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    public Brand {
        if (!COLOUR.matcher(accent).matches()) {
            throw new IllegalArgumentException("accent '" + accent + "' must be a colour such as #e4572e");
        }
    }
}
