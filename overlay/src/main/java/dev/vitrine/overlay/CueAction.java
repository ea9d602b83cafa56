package dev.vitrine.overlay;

import java.util.Locale;
import java.util.Optional;

/** What a host can ask of the shop. Actions say what should be, so saying one twice is no error. */
public enum CueAction {
    /** Puts a product on the table. */
    SHOW(true),
    /** Puts a product on the table and on the card; whatever was on the card goes back to the table. */
    PIN(true),
    /** Empties the card; its product stays on the table. */
    UNPIN(false),
    /** Takes a product from the table, with its offer. */
    HIDE(true),
    /** Starts an offer for a product, which ends by itself; the product comes to the table if it is not there. */
    OFFER(true),
    /** Takes everything away. */
    CLEAR(false);

    private final boolean needsSku;

    CueAction(boolean needsSku) {
        this.needsSku = needsSku;
    }

    public boolean needsSku() {
        return needsSku;
    }

    /** Whether it brings a product, which has to be in the catalogue then; taking away works for one that is gone. */
    public boolean adds() {
        return this == SHOW || this == PIN || this == OFFER;
    }

    /** As the API and the playlist spell it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CueAction> ofWire(String word) {
        for (CueAction action : values()) {
            if (action.wire().equals(word)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
