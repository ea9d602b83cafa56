package dev.vitrine.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A product ↔ the JSON object of {@code docs/api.md}, write and read side by side. Absent members are left out. */
public final class ProductJson {

    private static final Set<String> MEMBERS = Set.of(
            "sku",
            "title",
            "description",
            "brand",
            "code",
            "price",
            "compareAt",
            "availability",
            "stock",
            "link",
            "cart",
            "images",
            "group",
            "options",
            "external");

    private ProductJson() {}

    /** What everybody may see. */
    public static ObjectNode writePublic(Product product) {
        ObjectNode node = ShopJson.MAPPER.createObjectNode();
        node.put("sku", product.sku());
        node.put("title", product.title());
        product.description().ifPresent(text -> node.put("description", text));
        product.brand().ifPresent(text -> node.put("brand", text));
        product.code().ifPresent(text -> node.put("code", text));
        write(product.price(), node.putObject("price"));
        product.compareAt().ifPresent(money -> write(money, node.putObject("compareAt")));
        node.put("availability", product.availability().wire());
        product.stock().ifPresent(stock -> node.put("stock", stock));
        node.put("link", product.link());
        product.cart().ifPresent(text -> node.put("cart", text));
        if (!product.images().isEmpty()) {
            product.images().forEach(node.putArray("images")::add);
        }
        product.group().ifPresent(text -> node.put("group", text));
        if (!product.options().isEmpty()) {
            ObjectNode options = node.putObject("options");
            product.options().forEach(options::put);
        }
        return node;
    }

    /** Everything, for those who run the shop, and for keeping. */
    public static ObjectNode write(Product product) {
        ObjectNode node = writePublic(product);
        if (!product.external().isEmpty()) {
            ObjectNode external = node.putObject("external");
            product.external().forEach(external::put);
        }
        return node;
    }

    /** One line of JSON from which {@link #read(String)} makes an equal product. */
    public static String text(Product product) {
        return ShopJson.text(write(product));
    }

    public static Product read(String json) {
        return read(ShopJson.tree(json));
    }

    public static Product read(byte[] json) {
        return read(new String(json, StandardCharsets.UTF_8));
    }

    /**
     * The product that {@code node} describes.
     *
     * @throws ProductRefused that names the member which is missing, unknown or wrong
     */
    public static Product read(JsonNode node) {
        if (!node.isObject()) {
            throw new ProductRefused("", "a product must be a JSON object");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw new ProductRefused(name, "unknown member '" + name + "'");
            }
        });
        ProductDraft draft = Product.draft(
                needed(node, "sku"),
                needed(node, "title"),
                money("price", needed(node, "price", JsonNode::isObject)),
                needed(node, "link"));
        return draft.description(text(node, "description"))
                .brand(text(node, "brand"))
                .code(text(node, "code"))
                .compareAt(member(node, "compareAt").map(m -> money("compareAt", m)))
                .availability(text(node, "availability")
                        .map(ProductJson::availability)
                        .orElse(Availability.IN_STOCK))
                .stock(member(node, "stock").map(m -> whole("stock", m)))
                .cart(text(node, "cart"))
                .images(texts(node, "images"))
                .group(text(node, "group"))
                .options(map(node, "options"))
                .external(map(node, "external"))
                .build();
    }

    static Availability availability(String word) {
        return Availability.of(word)
                .orElseThrow(() -> new ProductRefused(
                        "availability", "'" + word + "' must be in_stock, out_of_stock, preorder or backorder"));
    }

    private static void write(Money money, ObjectNode node) {
        node.put("amountMinor", money.amountMinor());
        node.put("currency", money.currency());
    }

    private static Money money(String field, JsonNode node) {
        if (!node.isObject() || !node.path("currency").isTextual()) {
            throw new ProductRefused(field, "must be {\"amountMinor\": 990000, \"currency\": \"VND\"}");
        }
        try {
            return new Money(
                    whole(field, node.path("amountMinor")),
                    node.path("currency").asText());
        } catch (ProductRefused e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ProductRefused(field, String.valueOf(e.getMessage()));
        }
    }

    private static long whole(String field, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new ProductRefused(field, "'" + node.asText() + "' must be a whole number");
        }
        return node.asLong();
    }

    private static String needed(JsonNode node, String field) {
        return needed(node, field, JsonNode::isTextual).asText();
    }

    private static JsonNode needed(JsonNode node, String field, Predicate<JsonNode> shape) {
        JsonNode member = member(node, field).orElseThrow(() -> new ProductRefused(field, "is missing"));
        if (!shape.test(member)) {
            throw new ProductRefused(
                    field, "must not be a JSON " + member.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return member;
    }

    private static Optional<JsonNode> member(JsonNode node, String field) {
        JsonNode member = node.path(field);
        return member.isMissingNode() || member.isNull() ? Optional.empty() : Optional.of(member);
    }

    private static Optional<String> text(JsonNode node, String field) {
        return member(node, field).map(member -> {
            if (!member.isTextual()) {
                throw new ProductRefused(field, "must be text");
            }
            return member.asText();
        });
    }

    private static List<String> texts(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : member(node, field).orElseGet(ShopJson.MAPPER::createArrayNode)) {
            if (!item.isTextual()) {
                throw new ProductRefused(field, "must be a list of text");
            }
            texts.add(item.asText());
        }
        return texts;
    }

    private static Map<String, String> map(JsonNode node, String field) {
        JsonNode member = member(node, field).orElseGet(ShopJson.MAPPER::createObjectNode);
        if (!member.isObject()) {
            throw new ProductRefused(field, "must be an object of names and text");
        }
        Map<String, String> map = new LinkedHashMap<>();
        member.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}
