package dev.vitrine.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What one range says: {@code {"q":14,"r":"pin","s":[…]}}, carried as {@code v1.} and base64url without padding, so
 * that no quote, line break or <code>{$name}</code> of it can ever reach a playlist's syntax.
 *
 * @param q the number of the range in its show, from 1
 * @param reason a {@link CueReason} as it is spelled in a playlist; a reader may meet words it does not know
 */
public record CuePayload(long q, String reason, ShopState state) {

    /** The class of our date ranges. */
    public static final String CLASS = "dev.vitrine.shop.v1";

    /** The attribute that carries a payload. */
    public static final String ATTRIBUTE = "X-DEV-VITRINE-STATE";

    /** The JSON's bound, so that a tag stays well below the 1 KiB that some players and proxies cut at. */
    public static final int MAX_JSON_BYTES = 512;

    /**
     * What is left of it for the state. The rest is for {@code q} and {@code r}, at their longest: a renewal must never
     * be too large because the change that it renews just fitted.
     */
    static final int MAX_STATE_BYTES = MAX_JSON_BYTES - "{\"q\":9007199254740991,\"r\":\"expire\",\"s\":}".length();

    private static final String VERSION = "v1.";

    public String json() {
        ObjectNode node = ShopJson.MAPPER.createObjectNode();
        node.put("q", q);
        node.put("r", reason);
        node.set("s", ShopJson.write(state));
        return ShopJson.text(node);
    }

    /** The attribute's value. */
    public String attribute() {
        return VERSION
                + Base64.getUrlEncoder().withoutPadding().encodeToString(json().getBytes(StandardCharsets.UTF_8));
    }

    /** The state's share of the bound, in bytes. */
    static int stateBytes(ShopState state) {
        return ShopJson.text(ShopJson.write(state)).getBytes(StandardCharsets.UTF_8).length;
    }

    /** The payload of an attribute's value; empty when it is of another version or damaged: such a range is passed over. */
    public static Optional<CuePayload> read(String attribute) {
        if (!attribute.startsWith(VERSION)) {
            return Optional.empty();
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(attribute.substring(VERSION.length()));
            JsonNode node = ShopJson.tree(new String(json, StandardCharsets.UTF_8));
            if (!node.path("q").canConvertToLong() || node.path("q").asLong() < 1) {
                return Optional.empty();
            }
            return Optional.of(
                    new CuePayload(node.path("q").asLong(), node.path("r").asText(), ShopJson.read(node.path("s"))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
