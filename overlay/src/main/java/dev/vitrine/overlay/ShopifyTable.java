package dev.vitrine.overlay;

import dev.vitrine.overlay.Table.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shopify's product export. The rows of one handle are one product: the first says what it is, each row with a price is
 * a variant, the others bring pictures. Both generations of column names are taken. The file has neither addresses nor
 * the ids that cart links need; a column {@code link} or {@code Variant ID} that somebody added is used.
 */
final class ShopifyTable {

    private static final String[] HANDLE = {"url_handle", "handle"};
    private static final String[] SKU = {"sku", "variant_sku"};
    private static final String[] PRICE = {"price", "variant_price"};
    private static final String[] COMPARE = {"compare-at_price", "variant_compare_at_price"};
    private static final String[] STOCK = {"inventory_quantity", "variant_inventory_qty"};
    private static final String[] TRACKER = {"inventory_tracker", "variant_inventory_tracker"};
    private static final String[] POLICY = {"continue_selling_when_out_of_stock", "variant_inventory_policy"};
    private static final String[] IMAGE = {"product_image_url", "image_src"};
    private static final String[] VARIANT_IMAGE = {"variant_image_url", "variant_image"};
    private static final String[] BODY = {"description", "body_(html)"};

    /** What Shopify calls the only variant of a product that has none. */
    private static final String NO_VARIANT = "Default Title";

    private ShopifyTable() {}

    static boolean detect(Table table) {
        return table.has("url_handle", "title") || table.has("handle", "variant_price");
    }

    static void read(Table table, ImportBatch batch) {
        Map<String, List<Row>> byHandle = new LinkedHashMap<>();
        for (Row row : table.rows()) {
            Optional<String> handle = row.first(HANDLE);
            if (handle.isEmpty()) {
                batch.error(row.line(), "group", "the row has no handle, so nobody knows which product it belongs to");
            } else {
                byHandle.computeIfAbsent(handle.get(), h -> new ArrayList<>()).add(row);
            }
        }
        byHandle.values().forEach(rows -> product(rows, batch));
    }

    private static void product(List<Row> rows, ImportBatch batch) {
        Row main = rows.stream()
                .filter(row -> !row.cell("title").isEmpty())
                .findFirst()
                .orElse(rows.get(0));
        if (!forSale(main)) {
            return;
        }
        List<Row> variants =
                rows.stream().filter(row -> row.first(PRICE).isPresent()).toList();
        if (variants.isEmpty()) {
            batch.error(main.line(), "price", "is missing");
        }
        Set<String> pictures = rows.stream()
                .flatMap(row -> row.first(IMAGE).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (Row variant : variants) {
            batch.add(variant.line(), () -> variant(main, variant, pictures, variants.size() > 1, batch));
        }
    }

    /** Drafts and archived products are in the export too. */
    private static boolean forSale(Row main) {
        String status = main.first("status").orElse("active").toLowerCase(Locale.ROOT);
        String published = main.first("published", "published_on_online_store")
                .orElse("true")
                .toLowerCase(Locale.ROOT);
        return status.equals("active") && !published.equals("false");
    }

    private static Product variant(Row main, Row row, Set<String> pictures, boolean grouped, ImportBatch batch) {
        String handle = main.first(HANDLE).orElse("");
        Map<String, String> options = options(main, row);
        Optional<Long> stock = row.first(TRACKER).isPresent() ? batch.stock(row.first(STOCK)) : Optional.<Long>empty();
        Money price = batch.price("price", row.first(PRICE).orElse(""), Optional.empty());
        Optional<Money> before = row.first(COMPARE)
                .map(text -> batch.price("compareAt", text, Optional.empty()))
                // Shopify keeps a zero or an old price there when nothing is reduced.
                .filter(money -> money.amountMinor() > price.amountMinor());
        return Product.draft(
                        row.first(SKU).orElseGet(() -> madeUp(handle, options)),
                        main.cell("title"),
                        price,
                        row.filled("link")
                                .or(() -> main.filled("link"))
                                .orElseGet(() -> batch.shopLink("/products/" + handle)))
                .compareAt(before)
                .stock(stock)
                .availability(sellsOn(row) ? Availability.IN_STOCK : GenericTable.bySupply(stock))
                .description(main.first(BODY).map(PlainText::ofHtml))
                .brand(main.first("vendor"))
                .images(Stream.concat(row.first(VARIANT_IMAGE).stream(), pictures.stream())
                        .distinct()
                        .limit(20)
                        .toList())
                .group(grouped ? Optional.of(handle) : Optional.empty())
                .options(options)
                .external(row.filled("variant_id")
                        .map(id -> Map.of("shopify-variant", id))
                        .orElse(Map.of()))
                .build();
    }

    /** Names of options stand in the first row only. */
    private static Map<String, String> options(Row main, Row row) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i <= 3; i++) {
            int option = i;
            row.filled("option" + i + "_value")
                    .filter(Predicate.not(NO_VARIANT::equals))
                    .ifPresent(value ->
                            options.put(main.filled("option" + option + "_name").orElse("Option " + option), value));
        }
        return options;
    }

    private static boolean sellsOn(Row row) {
        String policy = row.first(POLICY).orElse("").toLowerCase(Locale.ROOT);
        return policy.equals("continue") || policy.equals("true");
    }

    /** Many small shops have no skus; the handle and the options name a variant as well, and stay the same. */
    private static String madeUp(String handle, Map<String, String> options) {
        String name = Stream.concat(Stream.of(handle), options.values().stream())
                .map(PlainText::slug)
                .collect(Collectors.joining("-"));
        return name.length() <= 64 ? name : name.substring(0, 64);
    }
}
