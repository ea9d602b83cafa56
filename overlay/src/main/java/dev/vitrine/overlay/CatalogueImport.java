package dev.vitrine.overlay;

import java.util.List;

/** A catalogue file of any shop → products. The format is found out from the file, not from its name. */
public final class CatalogueImport {

    private CatalogueImport() {}

    /** All products of {@code body}, or every bad row with its line; never a part. */
    public static ImportResult read(byte[] body, ImportOptions options) {
        ImportBatch batch = new ImportBatch(options);
        try {
            return batch.result(read(ImportText.decode(body), batch));
        } catch (Table.Malformed e) {
            return new ImportResult.Rejected(List.of(e.error()));
        } catch (IllegalArgumentException e) {
            return new ImportResult.Rejected(List.of(new RowError(1, "", String.valueOf(e.getMessage()))));
        }
    }

    private static ImportFormat read(String text, ImportBatch batch) {
        String start = text.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            JsonCatalogue.read(text, batch);
            return ImportFormat.JSON;
        }
        if (start.startsWith("<")) {
            GoogleFeed.read(GoogleFeed.rows(start), batch);
            return ImportFormat.GOOGLE_XML;
        }
        return readTable(Table.parse(text), batch);
    }

    /** The shops first: their columns are peculiar, ours could stand in any file. */
    private static ImportFormat readTable(Table table, ImportBatch batch) {
        if (ShopifyTable.detect(table)) {
            ShopifyTable.read(table, batch);
            return ImportFormat.SHOPIFY;
        }
        if (WooTable.detect(table)) {
            WooTable.read(table, batch);
            return ImportFormat.WOOCOMMERCE;
        }
        if (GenericTable.detect(table)) {
            GenericTable.read(table, batch);
            return ImportFormat.CSV;
        }
        if (GoogleFeed.detect(table)) {
            GoogleFeed.read(table.rows(), batch);
            return ImportFormat.GOOGLE_TSV;
        }
        throw new Table.Malformed(
                1,
                "the first line must name columns: at least sku, title, price and link, or those of an export of"
                        + " Shopify, WooCommerce or a Google product feed; it names "
                        + String.join(
                                ", ",
                                table.columns().stream().sorted().limit(20).toList()));
    }
}
