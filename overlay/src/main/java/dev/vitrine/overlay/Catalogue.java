package dev.vitrine.overlay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Everything that is for sale, in the order in which it came. Immutable; each change is a new one, a version later. */
public final class Catalogue {

    public static final Catalogue EMPTY = new Catalogue(0, Map.of());

    private final long version;
    private final Map<String, Product> products;

    private Catalogue(long version, Map<String, Product> products) {
        this.version = version;
        this.products = products;
    }

    /** The catalogue that was kept as {@code version}; of products with one sku the last counts. */
    public static Catalogue of(long version, Collection<Product> products) {
        Map<String, Product> bySku = new LinkedHashMap<>();
        products.forEach(product -> bySku.put(product.sku(), product));
        return new Catalogue(version, bySku);
    }

    /** Rises by one with each change. */
    public long version() {
        return version;
    }

    public List<Product> products() {
        return List.copyOf(products.values());
    }

    public Optional<Product> find(String sku) {
        return Optional.ofNullable(products.get(sku));
    }

    /** With {@code product} in the place of its namesake, or at the end. */
    public Catalogue with(Product product) {
        return merge(List.of(product));
    }

    /** Without the product; the same catalogue when there is none. */
    public Catalogue without(String sku) {
        if (!products.containsKey(sku)) {
            return this;
        }
        Map<String, Product> rest = new LinkedHashMap<>(products);
        rest.remove(sku);
        return new Catalogue(version + 1, rest);
    }

    /** With all of {@code more}, each in the place of its namesake, or at the end; one version later. */
    public Catalogue merge(List<Product> more) {
        Map<String, Product> all = new LinkedHashMap<>(products);
        more.forEach(product -> all.put(product.sku(), product));
        return new Catalogue(version + 1, all);
    }

    /** {@code /products.json}: what everybody may see. UTF-8. */
    public byte[] publicJson() {
        return json(ProductJson::writePublic);
    }

    /** The same for those who run the shop. UTF-8. */
    public byte[] staffJson() {
        return json(ProductJson::write);
    }

    private byte[] json(Function<Product, ObjectNode> write) {
        ObjectNode root = ShopJson.MAPPER.createObjectNode();
        root.put("version", version);
        ArrayNode array = root.putArray("products");
        products.values().forEach(product -> array.add(write.apply(product)));
        return ShopJson.text(root).getBytes(StandardCharsets.UTF_8);
    }
}
