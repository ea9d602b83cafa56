package dev.vitrine.overlay;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a shop is handed a cart by an address. Opened as a page of its own: in a frame, third-party cookies would lose the
 * cart. Each kind knows its shop's rules and refuses what the shop would not understand.
 */
public sealed interface CartLink {

    /**
     * One position of a cart.
     *
     * @param id the shop's own id, not our sku
     * @param quantity 1 to 999
     */
    record Line(String id, int quantity) {

        public Line {
            if (id.isBlank() || id.length() > 300) {
                throw new IllegalArgumentException("cart line's id '" + id + "' must be 1 to 300 characters");
            }
            if (quantity < 1 || quantity > 999) {
                throw new IllegalArgumentException("quantity " + quantity + " of '" + id + "' must be 1 to 999");
            }
        }
    }

    /**
     * Where a purchase came from, and what it is granted.
     *
     * @param discount a code of the shop
     * @param show our show's id, which the shop keeps with the order
     * @param cue the id of the cue that was clicked
     */
    record Context(Optional<String> discount, Optional<String> show, Optional<String> cue) {

        public static final Context NONE = new Context(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * The address that puts {@code lines} into a cart.
     *
     * @throws IllegalArgumentException when this kind of link cannot say that
     */
    String build(List<Line> lines, Context context);

    /**
     * Shopify's cart permalink, {@code /cart/VARIANT:QUANTITY,…}; numeric ids of variants.
     *
     * @param toCart stop at the cart page instead of the checkout
     */
    record ShopifyCart(String shop, boolean toCart) implements CartLink {

        public ShopifyCart {
            shop = CartText.base(shop);
        }

        @Override
        public String build(List<Line> lines, Context context) {
            CartText.needLines(lines, 250);
            lines.forEach(line -> CartText.needDigits("Shopify variant", line.id()));
            CartText.Query query = new CartText.Query();
            context.discount().ifPresent(code -> query.add("discount", code));
            context.show().ifPresent(id -> query.add("attributes[live_show]", id));
            context.cue().ifPresent(id -> query.add("attributes[live_cue]", id));
            context.show().ifPresent(id -> query.add("ref", id));
            if (toCart) {
                query.add("storefront", "true");
            }
            return shop + "/cart/" + CartText.pairs(lines) + query;
        }
    }

    /**
     * A permalink of the Universal Commerce Protocol ({@code dev.ucp.shopping.permalink}), at the endpoint that the shop's
     * {@code /.well-known/ucp} names.
     *
     * @param continueTo a path of the shop to go on to, {@code /cart}
     */
    record UcpBuy(String endpoint, Optional<String> continueTo) implements CartLink {

        public UcpBuy {
            endpoint = CartText.base(endpoint);
            continueTo.filter(path -> !path.matches("/(?!/)[A-Za-z0-9/_.-]*")).ifPresent(path -> {
                throw new IllegalArgumentException("'" + path + "' must be a path of the shop like /cart");
            });
        }

        @Override
        public String build(List<Line> lines, Context context) {
            CartText.needLines(lines, 250);
            CartText.needDistinct(lines);
            CartText.Query query = new CartText.Query();
            context.discount().ifPresent(code -> query.add("discounts/codes/0", code));
            context.show()
                    .ifPresent(id -> query.add("attribution/utm_source", "live").add("attribution/ref", id));
            continueTo.ifPresent(path -> query.add("continue_to", path));
            String items = lines.stream()
                    .map(line -> token(line.id()) + ":" + line.quantity())
                    .collect(Collectors.joining(","));
            return endpoint + "/" + items + query;
        }

        /** Ids travel as they are or, with other characters in them, as {@code ~} and base64url; never percent-encoded. */
        private static String token(String id) {
            return id.matches("[A-Za-z0-9._-]+")
                    ? id
                    : "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** WooCommerce's checkout link (10.0 and newer): simple products and variations by their own id. */
    record WooCheckoutLink(String site) implements CartLink {

        public WooCheckoutLink {
            site = CartText.base(site);
        }

        @Override
        public String build(List<Line> lines, Context context) {
            CartText.needLines(lines, 100);
            lines.forEach(line -> CartText.needDigits("WooCommerce product", line.id()));
            CartText.Query query = new CartText.Query();
            query.raw("products", CartText.pairs(lines));
            context.discount().ifPresent(code -> query.add("coupon", code));
            CartText.addUtm(query, context);
            return site + "/checkout-link/" + query;
        }
    }

    /** WooCommerce's older {@code ?add-to-cart=}: one product, which lands on the shop's page. */
    record WooAdd(String site) implements CartLink {

        public WooAdd {
            site = CartText.base(site);
        }

        @Override
        public String build(List<Line> lines, Context context) {
            CartText.needLines(lines, 1);
            Line line = lines.get(0);
            CartText.needDigits("WooCommerce product", line.id());
            CartText.Query query = new CartText.Query();
            query.add("add-to-cart", line.id()).add("quantity", String.valueOf(line.quantity()));
            CartText.addUtm(query, context);
            return site + "/" + query;
        }
    }

    /** An address with {@code {id}}, {@code {qty}} and perhaps {@code {show}} and {@code {cue}} in it; one product. */
    record Template(String template) implements CartLink {

        public Template {
            String filled = template.replaceAll("\\{(id|qty|show|cue)}", "1");
            if (!template.contains("{id}") || !Product.linkable(filled)) {
                throw new IllegalArgumentException("cart template '" + template
                        + "' must be an https address with {id} and, where wanted, {qty}, {show} and {cue}");
            }
        }

        @Override
        public String build(List<Line> lines, Context context) {
            CartText.needLines(lines, 1);
            Map<String, String> values = new TreeMap<>();
            values.put("{id}", lines.get(0).id());
            values.put("{qty}", String.valueOf(lines.get(0).quantity()));
            values.put("{show}", context.show().orElse(""));
            values.put("{cue}", context.cue().orElse(""));
            String address = template;
            for (Map.Entry<String, String> value : values.entrySet()) {
                address = address.replace(value.getKey(), CartText.encoded(value.getValue()));
            }
            return address;
        }
    }

    /** No cart at all: the product's page, marked as visited from a show. Always possible. */
    record ProductPage(String link) implements CartLink {

        public ProductPage {
            if (!Product.linkable(link)) {
                throw new IllegalArgumentException("'" + link + "' must be an https address");
            }
        }

        @Override
        public String build(List<Line> lines, Context context) {
            CartText.Query query = new CartText.Query();
            CartText.addUtm(query, context);
            return CartText.appended(link, query);
        }
    }
}
