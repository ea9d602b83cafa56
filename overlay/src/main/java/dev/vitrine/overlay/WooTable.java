package dev.vitrine.overlay;

import dev.vitrine.overlay.Table.Row;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * WooCommerce's product export. A {@code variable} product is what its {@code variation}s share and is not sold itself;
 * a variation names it as {@code id:100} or by its sku.
 */
final class WooTable {

    private WooTable() {}

    static boolean detect(Table table) {
        return table.has("type", "name", "regular_price");
    }

    static void read(Table table, ImportBatch batch) {
        Map<String, Row> parents = new HashMap<>();
        for (Row row : table.rows()) {
            row.filled("id").ifPresent(id -> parents.put("id:" + id, row));
            row.filled("sku").ifPresent(sku -> parents.put(sku, row));
        }
        for (Row row : table.rows()) {
            String type = row.cell("type").toLowerCase(Locale.ROOT);
            if (type.contains("variation")) {
                Row parent = parents.get(row.cell("parent"));
                if (parent == null) {
                    batch.error(row.line(), "group", "the parent '" + row.cell("parent") + "' is not in the file");
                } else if (published(row) && published(parent)) {
                    batch.add(row.line(), () -> product(row, Optional.of(parent), batch));
                }
            } else if (!type.contains("variable") && !type.contains("grouped") && published(row)) {
                batch.add(row.line(), () -> product(row, Optional.empty(), batch));
            }
        }
    }

    private static Product product(Row row, Optional<Row> parent, ImportBatch batch) {
        Row shared = parent.orElse(row);
        String id = row.cell("id");
        Money regular = batch.price("price", row.cell("regular_price"), Optional.empty());
        Optional<Money> sale = row.filled("sale_price").map(text -> batch.price("price", text, Optional.empty()));
        Optional<Long> stock = batch.stock(row.filled("stock").filter(text -> text.matches("-?[\\d.]+")));
        String images = row.filled("images").or(() -> shared.filled("images")).orElse("");
        return batch.priced(
                        row.filled("sku").orElse("woo-" + id),
                        row.filled("name").orElse(shared.cell("name")),
                        row.first("link", "external_url").orElseGet(() -> batch.shopLink("/?p=" + shared.cell("id"))),
                        regular,
                        sale)
                .stock(stock)
                .availability(availability(row, stock))
                .description(shared.first("short_description", "description").map(PlainText::ofHtml))
                .brand(shared.first("brands", "brand"))
                .images(GenericTable.images(images))
                .group(parent.map(p -> p.filled("sku").orElse("woo-" + p.cell("id"))))
                .options(parent.isPresent() ? attributes(row) : Map.of())
                .external(id.isEmpty() ? Map.of() : Map.of("woo", id))
                .build();
    }

    private static boolean published(Row row) {
        return List.of("", "1").contains(row.cell("published"));
    }

    private static Availability availability(Row row, Optional<Long> stock) {
        return switch (row.cell("in_stock?").toLowerCase(Locale.ROOT)) {
            case "0" -> Availability.OUT_OF_STOCK;
            case "backorder" -> Availability.BACKORDER;
            case "1" -> Availability.IN_STOCK;
            default -> GenericTable.bySupply(stock);
        };
    }

    private static Map<String, String> attributes(Row row) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 1; i <= 10; i++) {
            String value = row.cell("attribute_" + i + "_value(s)");
            if (!value.isEmpty()) {
                attributes.put(row.filled("attribute_" + i + "_name").orElse("Option " + i), value);
            }
        }
        return attributes;
    }
}
