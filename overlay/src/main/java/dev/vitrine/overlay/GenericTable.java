package dev.vitrine.overlay;

import dev.vitrine.overlay.Table.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Our own columns: {@code sku, title, price, link} and, where wanted, {@code currency, compare_at, image_link, stock,
 * availability, description, brand, code, cart, group, option1_name, option1_value …, external_id}.
 */
final class GenericTable {

    private GenericTable() {}

    static boolean detect(Table table) {
        return table.has("sku", "title", "price");
    }

    static void read(Table table, ImportBatch batch) {
        table.rows().forEach(row -> batch.add(row.line(), () -> product(row, batch)));
    }

    private static Product product(Row row, ImportBatch batch) {
        Optional<String> currency = row.filled("currency");
        Optional<Long> stock = batch.stock(row.first("stock", "quantity"));
        Money price = batch.price("price", row.cell("price"), currency);
        return Product.draft(
                        row.cell("sku"),
                        row.cell("title"),
                        price,
                        row.first("link", "url").orElseThrow(() -> new ProductRefused("link", "is missing")))
                .compareAt(row.first("compare_at", "compareat").map(text -> batch.price("compareAt", text, currency)))
                .availability(row.filled("availability")
                        .map(ProductJson::availability)
                        .orElseGet(() -> bySupply(stock)))
                .stock(stock)
                .description(row.filled("description").map(PlainText::ofHtml))
                .brand(row.filled("brand"))
                .code(row.filled("code"))
                .cart(row.filled("cart"))
                .images(images(row.first("image_link", "image", "images").orElse("")))
                .group(row.filled("group"))
                .options(options(row))
                .external(row.filled("external_id").map(id -> Map.of("id", id)).orElse(Map.of()))
                .build();
    }

    static Availability bySupply(Optional<Long> stock) {
        return stock.filter(pieces -> pieces == 0).isPresent() ? Availability.OUT_OF_STOCK : Availability.IN_STOCK;
    }

    /** Addresses with commas between. */
    static List<String> images(String cell) {
        return Stream.of(cell.split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .limit(20)
                .toList();
    }

    /** {@code option1_name, option1_value, option2_name …}: also how Shopify calls its columns. */
    static Map<String, String> options(Row row) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i <= 10; i++) {
            String value = row.cell("option" + i + "_value");
            if (!value.isEmpty()) {
                options.put(row.filled("option" + i + "_name").orElse("Option " + i), value);
            }
        }
        return options;
    }
}
