package dev.vitrine.overlay;

import java.net.URI;
import java.net.URISyntaxException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that is for sale. Text is kept in Unicode's composed form (NFC), so that Vietnamese names compare equal
 * whichever keyboard wrote them.
 *
 * @param sku the key that playlists carry; see {@link #SKU_RULE}
 * @param title 1 to 200 characters
 * @param description up to 5000 characters
 * @param brand up to 100 characters
 * @param code what hosts say and viewers type, up to 16 letters and digits
 * @param price what it costs now
 * @param compareAt what it cost before, in the same currency, above {@code price}
 * @param stock how many there are, where the shop says so
 * @param link the product's page: https, or http on localhost
 * @param cart what puts it in the cart, likewise; {@code link} where there is none
 * @param images paths on this server or https addresses, the first is shown; up to 20
 * @param group what the variants of one product share
 * @param options what sets a variant apart: {@code Size} → {@code M}; up to 10
 * @param external the shop's own ids for cart links, for us only: {@code shopify-variant} → {@code 70881412}
 */
public record Product(
        String sku,
        String title,
        Optional<String> description,
        Optional<String> brand,
        Optional<String> code,
        Money price,
        Optional<Money> compareAt,
        Availability availability,
        Optional<Long> stock,
        String link,
        Optional<String> cart,
        List<String> images,
        Optional<String> group,
        Map<String, String> options,
        Map<String, String> external) {

    public static final String SKU_RULE = Sku.RULE;

    private static final int MAX_LINK = 2_000;

    public Product {
        require(Sku.valid(sku), "sku", sku, "must be " + Sku.RULE);
        title = text("title", title, 200);
        require(!title.isEmpty(), "title", title, "must not be empty");
        description = description.map(t -> text("description", t, 5_000)).filter(t -> !t.isEmpty());
        brand = brand.map(t -> text("brand", t, 100)).filter(t -> !t.isEmpty());
        group = group.map(t -> text("group", t, 100)).filter(t -> !t.isEmpty());
        code.ifPresent(c -> require(c.matches("[A-Za-z0-9]{1,16}"), "code", c, "must be 1 to 16 letters and digits"));
        checkCompareAt(price, compareAt);
        stock.ifPresent(s -> require(s >= 0, "stock", s.toString(), "must be 0 or more"));
        require(linkable(link), "link", link, "must be an https address (http only for localhost)");
        cart.ifPresent(c -> require(linkable(c), "cart", c, "must be an https address (http only for localhost)"));
        images = List.copyOf(images);
        require(images.size() <= 20, "images", images.size() + " addresses", "must be at most 20");
        images.forEach(i -> require(image(i), "images", i, "must be a path like /images/… or an https address"));
        options = texts("options", options);
        external = texts("external", external);
    }

    /** A product that is in stock, with nothing but what is needed. */
    public static Product of(String sku, String title, Money price, String link) {
        return draft(sku, title, price, link).build();
    }

    static ProductDraft draft(String sku, String title, Money price, String link) {
        return new ProductDraft(sku, title, price, link);
    }

    /** The same with {@code image} first, and once. */
    public Product withFirstImage(String image) {
        List<String> others = new ArrayList<>(images);
        others.remove(image);
        others.add(0, image);
        return ProductDraft.of(this)
                .images(others.subList(0, Math.min(20, others.size())))
                .build();
    }

    private static void checkCompareAt(Money price, Optional<Money> compareAt) {
        compareAt.ifPresent(before -> require(
                before.currency().equals(price.currency()) && before.amountMinor() > price.amountMinor(),
                "compareAt",
                before.decimal() + " " + before.currency(),
                "must be in the currency of the price and above it (" + price.decimal() + " " + price.currency()
                        + ")"));
    }

    private static String text(String field, String text, int max) {
        String composed = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        require(
                composed.length() <= max,
                field,
                composed.length() + " characters",
                "must be at most " + max + " characters");
        require(
                composed.chars().noneMatch(c -> c != '\n' && c != '\r' && c != '\t' && Character.isISOControl(c)),
                field,
                composed,
                "must not hold control characters");
        return composed;
    }

    private static Map<String, String> texts(String field, Map<String, String> texts) {
        require(texts.size() <= 10, field, texts.size() + " entries", "must be at most 10");
        Map<String, String> copy = new LinkedHashMap<>();
        texts.forEach((name, value) -> copy.put(text(field, name, 100), text(field, value, 200)));
        return Collections.unmodifiableMap(copy);
    }

    static boolean linkable(String address) {
        try {
            URI uri = new URI(address);
            boolean local = "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost());
            return address.length() <= MAX_LINK
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("https".equalsIgnoreCase(uri.getScheme())
                            || ("http".equalsIgnoreCase(uri.getScheme()) && local));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean image(String address) {
        return linkable(address) || address.matches("/(?!/)[A-Za-z0-9._~/%-]{1,300}");
    }

    private static void require(boolean holds, String field, String value, String bound) {
        if (!holds) {
            throw new ProductRefused(field, "'" + value + "' " + bound);
        }
    }
}
