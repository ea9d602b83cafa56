package dev.vitrine.overlay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A product in the making: what a file or a request said so far. One thread. */
final class ProductDraft {

    private final String sku;
    private final String title;
    private final Money price;
    private final String link;
    private Optional<String> description = Optional.empty();
    private Optional<String> brand = Optional.empty();
    private Optional<String> code = Optional.empty();
    private Optional<Money> compareAt = Optional.empty();
    private Availability availability = Availability.IN_STOCK;
    private Optional<Long> stock = Optional.empty();
    private Optional<String> cart = Optional.empty();
    private List<String> images = List.of();
    private Optional<String> group = Optional.empty();
    private Map<String, String> options = Map.of();
    private Map<String, String> external = Map.of();

    ProductDraft(String sku, String title, Money price, String link) {
        this.sku = sku;
        this.title = title;
        this.price = price;
        this.link = link;
    }

    static ProductDraft of(Product product) {
        ProductDraft draft = new ProductDraft(product.sku(), product.title(), product.price(), product.link());
        return draft.description(product.description())
                .brand(product.brand())
                .code(product.code())
                .compareAt(product.compareAt())
                .availability(product.availability())
                .stock(product.stock())
                .cart(product.cart())
                .images(product.images())
                .group(product.group())
                .options(product.options())
                .external(product.external());
    }

    ProductDraft description(Optional<String> text) {
        description = text;
        return this;
    }

    ProductDraft brand(Optional<String> name) {
        brand = name;
        return this;
    }

    ProductDraft code(Optional<String> spoken) {
        code = spoken;
        return this;
    }

    ProductDraft compareAt(Optional<Money> before) {
        compareAt = before;
        return this;
    }

    ProductDraft availability(Availability now) {
        availability = now;
        return this;
    }

    ProductDraft stock(Optional<Long> pieces) {
        stock = pieces;
        return this;
    }

    ProductDraft cart(Optional<String> address) {
        cart = address;
        return this;
    }

    ProductDraft images(List<String> addresses) {
        images = addresses;
        return this;
    }

    ProductDraft group(Optional<String> name) {
        group = name;
        return this;
    }

    ProductDraft options(Map<String, String> variant) {
        options = new LinkedHashMap<>(variant);
        return this;
    }

    ProductDraft external(Map<String, String> ids) {
        external = new LinkedHashMap<>(ids);
        return this;
    }

    /** Throws a {@link ProductRefused} when the product cannot be. */
    Product build() {
        return new Product(
                sku,
                title,
                description,
                brand,
                code,
                price,
                compareAt,
                availability,
                stock,
                link,
                cart,
                images,
                group,
                options,
                external);
    }
}
