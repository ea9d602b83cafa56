package dev.vitrine.overlay;

import java.util.Locale;
import java.util.Optional;

/** Whether a product can be bought, in the words that product feeds share. */
public enum Availability {
    IN_STOCK,
    OUT_OF_STOCK,
    PREORDER,
    BACKORDER;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Also takes the older spelling with spaces ({@code in stock}) and schema.org's ({@code InStock}). */
    public static Optional<Availability> of(String word) {
        String last = word.substring(word.lastIndexOf('/') + 1);
        String folded = last.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
        for (Availability availability : values()) {
            if (availability.wire().replace("_", "").equals(folded)) {
                return Optional.of(availability);
            }
        }
        return Optional.empty();
    }
}
