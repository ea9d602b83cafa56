package dev.vitrine.overlay;

import java.util.regex.Pattern;

/** The shape of a stock keeping unit, which travels in playlists, addresses and comments and must be harmless in all. */
final class Sku {

    static final String RULE = "1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit";

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Sku() {}

    static boolean valid(String sku) {
        return SHAPE.matcher(sku).matches();
    }
}
