package dev.vitrine.overlay;

import java.util.Locale;

/** What a catalogue file turned out to be. */
public enum ImportFormat {
    /** An array of our products. */
    JSON,
    /** Our own columns. */
    CSV,
    /** Shopify's product export, the template of 2024 and the one before. */
    SHOPIFY,
    /** WooCommerce's product export. */
    WOOCOMMERCE,
    /** Google's product feed as RSS or Atom. */
    GOOGLE_XML,
    /** Google's product feed as a table. */
    GOOGLE_TSV;

    /** As the API spells it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
