package dev.vitrine.overlay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Everything the shop shows at one moment: the table in the order in which products came to it, one of them perhaps
 * pinned, then the running offers in the order in which they started.
 *
 * <p>A product is on the table once and has at most one offer; there is at most one pin; an offer's product is on the
 * table.
 */
public record ShopState(List<ShopItem> items) {

    public static final ShopState EMPTY = new ShopState(List.of());

    public ShopState {
        items = List.copyOf(items);
        Set<String> table = new HashSet<>();
        Set<String> offers = new HashSet<>();
        int pins = 0;
        for (ShopItem item : items) {
            if (!(item.onTable() ? table : offers).add(item.sku())) {
                throw new IllegalArgumentException("'" + item.sku() + "' stands twice in the shop's state");
            }
            pins += item.type() == ShopItem.Type.PIN ? 1 : 0;
        }
        if (pins > 1) {
            throw new IllegalArgumentException(pins + " pins in the shop's state, there is one card");
        }
        if (!table.containsAll(offers)) {
            throw new IllegalArgumentException("offers for " + offers + " but on the table are " + table);
        }
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    public Optional<ShopItem> pin() {
        return items.stream().filter(i -> i.type() == ShopItem.Type.PIN).findFirst();
    }

    /** The table after {@code command}; {@code offerId} names the offer that it may start. */
    ShopState after(CueCommand command, String offerId) {
        String sku = command.sku().orElse("");
        return switch (command.action()) {
            case SHOW -> shown(sku);
            case PIN -> shown(sku).pinned(sku);
            case UNPIN -> pinned("");
            case HIDE -> keeping(item -> !item.sku().equals(sku));
            case OFFER ->
                shown(sku).offering(ShopItem.offer(sku, offerId, command.until().orElseThrow()));
            case CLEAR -> EMPTY;
        };
    }

    /** Without the offers whose end has come. */
    ShopState at(Instant date) {
        return keeping(item -> !item.endedAt(date));
    }

    private ShopState shown(String sku) {
        if (items.stream().anyMatch(item -> item.onTable() && item.sku().equals(sku))) {
            return this;
        }
        List<ShopItem> next = new ArrayList<>(table());
        next.add(ShopItem.card(sku));
        next.addAll(offers());
        return new ShopState(next);
    }

    /** The table with {@code sku} on the card, every other product beside it. */
    private ShopState pinned(String sku) {
        Stream<ShopItem> table =
                table().stream().map(i -> i.sku().equals(sku) ? ShopItem.pin(sku) : ShopItem.card(i.sku()));
        return new ShopState(Stream.concat(table, offers().stream()).toList());
    }

    private ShopState offering(ShopItem offer) {
        ShopState others = keeping(item -> item.onTable() || !item.sku().equals(offer.sku()));
        return new ShopState(
                Stream.concat(others.items.stream(), Stream.of(offer)).toList());
    }

    private ShopState keeping(Predicate<ShopItem> kept) {
        return new ShopState(items.stream().filter(kept).toList());
    }

    private List<ShopItem> table() {
        return items.stream().filter(ShopItem::onTable).toList();
    }

    private List<ShopItem> offers() {
        return items.stream().filter(item -> !item.onTable()).toList();
    }
}
