package dev.vitrine.overlay;

import java.util.Locale;
import java.util.Optional;

/**
 * What a catalogue file does not say itself.
 *
 * @param defaultCurrency ISO 4217, for prices without one
 * @param locale how its numbers are written; without one {@code 990000} and {@code 49.99} are numbers and {@code
 *     990.000} for a currency without decimals is refused, because nobody can know
 * @param shop the shop's address ({@code https://shop.example}), from which links are made where the file has none, as
 *     the exports of Shopify and WooCommerce
 */
public record ImportOptions(Optional<String> defaultCurrency, Optional<Locale> locale, Optional<String> shop) {

    public static final ImportOptions NONE = new ImportOptions(Optional.empty(), Optional.empty(), Optional.empty());

    public ImportOptions {
        shop = shop.map(address -> address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
        shop.filter(address -> !Product.linkable(address)).ifPresent(address -> {
            throw new IllegalArgumentException("shop '" + address + "' must be an https address");
        });
    }

    public static ImportOptions currency(String currency) {
        return new ImportOptions(Optional.of(currency), Optional.empty(), Optional.empty());
    }

    public ImportOptions withShop(String address) {
        return new ImportOptions(defaultCurrency, locale, Optional.of(address));
    }

    public ImportOptions withLocale(Locale numbers) {
        return new ImportOptions(defaultCurrency, Optional.of(numbers), shop);
    }
}
