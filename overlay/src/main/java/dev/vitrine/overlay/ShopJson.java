package dev.vitrine.overlay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A shop's state ↔ the JSON array that playlists, the API and the log share: {@code [{"t":"pin","sku":"TS-01"}]}. */
public final class ShopJson {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private ShopJson() {}

    public static ArrayNode write(ShopState state) {
        ArrayNode array = MAPPER.createArrayNode();
        for (ShopItem item : state.items()) {
            ObjectNode node = array.addObject();
            node.put("t", item.type().wire());
            node.put("sku", item.sku());
            item.id().ifPresent(id -> node.put("id", id));
            item.until().ifPresent(date -> node.put("until", MediaDate.format(date)));
        }
        return array;
    }

    /**
     * Reads as a viewer's player must: items of unknown type are skipped, since they are from a newer server.
     *
     * @throws IllegalArgumentException when it is no array of items, or an item of a known type is not well-formed
     */
    public static ShopState read(JsonNode array) {
        if (!array.isArray()) {
            throw new IllegalArgumentException("the shop's state must be a JSON array, not " + array.getNodeType());
        }
        List<ShopItem> items = new ArrayList<>();
        for (JsonNode node : array) {
            for (ShopItem.Type type : ShopItem.Type.values()) {
                if (type.wire().equals(node.path("t").asText())) {
                    items.add(new ShopItem(
                            type,
                            node.path("sku").asText(),
                            optional(node, "id"),
                            optional(node, "until").map(ShopJson::date)));
                }
            }
        }
        return new ShopState(items);
    }

    static Optional<String> optional(JsonNode node, String name) {
        JsonNode member = node.path(name);
        return member.isTextual() ? Optional.of(member.asText()) : Optional.empty();
    }

    static Instant date(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no date like 2026-11-22T18:07:21.250Z", e);
        }
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that we built cannot be written", e);
        }
    }

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
