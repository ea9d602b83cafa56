package dev.vitrine.overlay;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What the kinds of cart links share: checks and spelling. */
final class CartText {

    private CartText() {}

    /** A query as it is built. */
    static final class Query {
        private final StringBuilder text = new StringBuilder();

        Query add(String name, String value) {
            // Slashes may stand in a query as they are, and UCP's names are made of them.
            return raw(encoded(name).replace("%2F", "/"), encoded(value).replace("%2F", "/"));
        }

        /** Without encoding, for values that are made of harmless characters. */
        Query raw(String name, String value) {
            text.append(text.isEmpty() ? "?" : "&").append(name).append('=').append(value);
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** A shop's address without a slash at its end. */
    static String base(String address) {
        String base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        if (!Product.linkable(base) || base.contains("?") || base.contains("#")) {
            throw new IllegalArgumentException("shop '" + address + "' must be an https address without query");
        }
        return base;
    }

    static void needLines(List<CartLink.Line> lines, int max) {
        if (lines.isEmpty() || lines.size() > max) {
            throw new IllegalArgumentException(
                    "a link of this kind takes 1 to " + max + " products, not " + lines.size());
        }
    }

    static void needDigits(String what, String id) {
        if (!id.matches("[1-9]\\d{0,19}")) {
            throw new IllegalArgumentException(what + " id '" + id + "' must be a number");
        }
    }

    static void needDistinct(List<CartLink.Line> lines) {
        if (lines.stream().map(CartLink.Line::id).distinct().count() < lines.size()) {
            throw new IllegalArgumentException("a product stands twice in the cart: add its quantities up");
        }
    }

    static String pairs(List<CartLink.Line> lines) {
        return lines.stream().map(line -> line.id() + ":" + line.quantity()).collect(Collectors.joining(","));
    }

    /** How shops recognise where a visitor came from. */
    static void addUtm(Query query, CartLink.Context context) {
        query.add("utm_source", "vitrine").add("utm_medium", "live");
        context.show().ifPresent(id -> query.add("utm_campaign", id));
        context.cue().ifPresent(id -> query.add("utm_content", id));
    }

    /** {@code query} behind what the address has already, in front of its fragment. */
    static String appended(String address, Query query) {
        int hash = address.indexOf('#');
        String page = hash < 0 ? address : address.substring(0, hash);
        String fragment = hash < 0 ? "" : address.substring(hash);
        String more = query.toString();
        return page + (page.contains("?") ? "&" + more.substring(1) : more) + fragment;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
