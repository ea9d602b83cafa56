package dev.vitrine.transcoder.programme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The range of goods on show: which drawing and which name belong to a sku. A sku we have no drawing for borrows one, so
 * that the demo runs with anybody's catalogue.
 */
final class Range {

    private static final List<ProductArt> ALL = List.of(ProductArt.values());

    private final Map<String, String> titles = new LinkedHashMap<>();
    private final Map<String, ProductArt> borrowed = new HashMap<>();

    /** @param products a catalogue as {@code /products.json} answers it: an array, or one under {@code products} */
    static Range read(Optional<Path> products) throws IOException {
        Range range = new Range();
        if (products.isPresent()) {
            JsonNode root = new ObjectMapper().readTree(products.get().toFile());
            for (JsonNode product : root.isArray() ? root : root.path("products")) {
                range.titles.put(
                        product.path("sku").asText(), product.path("title").asText());
            }
            if (range.titles.isEmpty()) {
                throw new IOException(products.get() + " lists no products: expected [{\"sku\", \"title\"}…]"
                        + " or {\"products\": […]}");
            }
        }
        return range;
    }

    ProductArt art(String sku) {
        return ProductArt.ofSku(sku)
                .orElseGet(() -> borrowed.computeIfAbsent(sku, unknown -> ALL.get(borrowed.size() % ALL.size())));
    }

    String title(String sku) {
        return Optional.ofNullable(titles.get(sku))
                .or(() -> ProductArt.ofSku(sku).map(ProductArt::title))
                .orElse(sku);
    }
}
