package dev.vitrine.overlay;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing on the screen of the shop.
 *
 * @param id of an offer, the same in every state that holds it; other items have none
 * @param until the media date at which an offer ends, whole milliseconds; other items have none
 */
public record ShopItem(Type type, String sku, Optional<String> id, Optional<Instant> until) {

    /** What a player draws. A new type is a new name here and an element in the player; readers skip what they don't know. */
    public enum Type {
        /** A product on the table (the tray). */
        CARD,
        /** The product on the card over the picture; also on the table. At most one. */
        PIN,
        /** A running offer for a product on the table. */
        OFFER;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ShopItem {
        if (!Sku.valid(sku)) {
            throw new IllegalArgumentException("item's sku '" + sku + "' must be " + Sku.RULE);
        }
        boolean offer = type == Type.OFFER;
        if (id.isPresent() != offer || until.isPresent() != offer) {
            throw new IllegalArgumentException(
                    "an offer has an id and an end, a " + type.wire() + " has neither: " + sku);
        }
        until = until.map(date -> Instant.ofEpochMilli(date.toEpochMilli()));
    }

    public static ShopItem card(String sku) {
        return new ShopItem(Type.CARD, sku, Optional.empty(), Optional.empty());
    }

    public static ShopItem pin(String sku) {
        return new ShopItem(Type.PIN, sku, Optional.empty(), Optional.empty());
    }

    public static ShopItem offer(String sku, String id, Instant until) {
        return new ShopItem(Type.OFFER, sku, Optional.of(id), Optional.of(until));
    }

    boolean onTable() {
        return type != Type.OFFER;
    }

    /** Whether an offer's time has come; never for other items. */
    boolean endedAt(Instant date) {
        return until.isPresent() && !until.orElseThrow().isAfter(date);
    }
}
