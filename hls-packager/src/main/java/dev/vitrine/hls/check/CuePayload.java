package dev.vitrine.hls.check;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a cue says, read as {@code docs/cue-format.md} describes it.
 *
 * @param items each in one spelling, so that equal states are equal
 */
record CuePayload(long q, List<String> items) {

    static final String ATTRIBUTE = "X-DEV-VITRINE-STATE";
    private static final String PREFIX = "v1.";
    private static final int MAX_BYTES = 512;
    private static final String SKU = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    CuePayload {
        items = List.copyOf(items);
    }

    /**
     * The value of the attribute.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static CuePayload ofAttribute(String value) {
        if (!value.startsWith(PREFIX)) {
            throw new IllegalArgumentException("does not start with " + PREFIX);
        }
        byte[] json = Base64.getUrlDecoder().decode(value.substring(PREFIX.length()));
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException(json.length + " bytes of JSON, more than " + MAX_BYTES);
        }
        return ofJson(new String(json, StandardCharsets.UTF_8));
    }

    static CuePayload ofJson(String json) {
        if (!(Json.read(json) instanceof Map<?, ?> map)
                || !(map.get("q") instanceof Double q)
                || !(map.get("r") instanceof String)) {
            throw new IllegalArgumentException("no object with q and r");
        }
        if (q < 1 || q != Math.rint(q) || q > 1L << 53) {
            throw new IllegalArgumentException("q is " + q + ", no integer of 1 or more");
        }
        return new CuePayload(q.longValue(), state(map.get("s")));
    }

    /** A list of items, checked against the rules of the shop. */
    static List<String> state(@org.jspecify.annotations.Nullable Object value) {
        if (!(value instanceof List<?> items)) {
            throw new IllegalArgumentException("the state is no array");
        }
        Set<String> table = new HashSet<>();
        Set<String> offers = new HashSet<>();
        int pins = 0;
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> members) || !(members.get("t") instanceof String type)) {
                throw new IllegalArgumentException("an item without its type");
            }
            String sku = members.get("sku") instanceof String said ? said : "";
            boolean known = Set.of("card", "pin", "offer").contains(type);
            if (known && !sku.matches(SKU)) {
                throw new IllegalArgumentException("sku '" + sku + "' is none");
            }
            if (type.equals("offer")) {
                date(members.get("until"));
                if (!offers.add(sku) || !table.contains(sku) || !(members.get("id") instanceof String)) {
                    throw new IllegalArgumentException("an offer for " + sku + " that cannot be");
                }
            } else if (known && !table.add(sku)) {
                throw new IllegalArgumentException(sku + " is on the table twice");
            }
            pins += type.equals("pin") ? 1 : 0;
        }
        if (pins > 1) {
            throw new IllegalArgumentException(pins + " pins");
        }
        return items.stream().map(CuePayload::spelled).toList();
    }

    private static void date(@org.jspecify.annotations.Nullable Object value) {
        try {
            Instant.parse(String.valueOf(value));
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("until is '" + value + "', no date", wrong);
        }
    }

    private static String spelled(Object item) {
        Map<String, String> sorted = new TreeMap<>();
        ((Map<?, ?>) item).forEach((name, value) -> sorted.put(String.valueOf(name), String.valueOf(value)));
        return sorted.toString();
    }
}
