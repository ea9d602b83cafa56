package dev.vitrine.overlay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The products and mistakes of one file while it is read. One thread. */
final class ImportBatch {

    private static final Pattern WITH_CURRENCY = Pattern.compile("(.*\\d)\\s*([A-Za-z]{3})");

    /** {@code 990.000}: 990 thousand in one half of the world, 990 in the other. */
    private static final Pattern GROUPED = Pattern.compile("\\d{1,3}([.,]\\d{3})+");

    private final ImportOptions options;
    private final NumberStyle numbers;
    private final Map<String, Integer> lineOf = new LinkedHashMap<>();
    private final List<Product> products = new ArrayList<>();
    private final List<RowError> errors = new ArrayList<>();

    ImportBatch(ImportOptions options) {
        this.options = options;
        this.numbers = NumberStyle.of(options.locale());
    }

    /** Takes the product that {@code row} makes, or notes why it cannot. */
    void add(int line, Supplier<Product> row) {
        try {
            Product product = row.get();
            Integer earlier = lineOf.putIfAbsent(product.sku(), line);
            if (earlier != null) {
                throw new ProductRefused("sku", "'" + product.sku() + "' stands in line " + earlier + " already");
            }
            products.add(product);
        } catch (ProductRefused e) {
            error(line, e.field(), String.valueOf(e.getMessage()));
        }
    }

    void error(int line, String field, String message) {
        errors.add(new RowError(line, field, message));
    }

    ImportResult result(ImportFormat format) {
        if (errors.isEmpty() && products.isEmpty()) {
            error(1, "", "there is no product for sale in the file");
        }
        errors.sort(Comparator.comparingInt(RowError::line));
        return errors.isEmpty() ? new ImportResult.Read(format, products) : new ImportResult.Rejected(errors);
    }

    /** {@code 49.99 USD}, or a bare number in {@code currency}, or in the currency of the options. */
    Money price(String field, String text, Optional<String> currency) {
        if (text.isBlank()) {
            throw new ProductRefused(field, "is missing");
        }
        Matcher matcher = WITH_CURRENCY.matcher(text.strip());
        boolean own = matcher.matches();
        String number = own ? matcher.group(1) : text.strip();
        String code = Optional.ofNullable(own ? matcher.group(2) : null)
                .or(() -> currency)
                .or(options::defaultCurrency)
                .map(c -> c.toUpperCase(Locale.ROOT))
                .orElseThrow(() -> new ProductRefused(
                        field, "'" + text + "' has no currency: say which the file is in (currency=VND)"));
        try {
            refuseAmbiguous(field, number, code);
            return Money.parse(numbers.plain(number), code);
        } catch (ProductRefused e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ProductRefused(field, String.valueOf(e.getMessage()));
        }
    }

    /** Where a currency has three decimals, three digits behind a dot are what they seem. */
    private void refuseAmbiguous(String field, String number, String currency) {
        boolean grouped = GROUPED.matcher(number).matches();
        if (grouped && options.locale().isEmpty() && Money.digits(currency) < 3) {
            throw new ProductRefused(
                    field,
                    "'" + number + "' is " + number.replaceAll("\\D.*", "") + " or " + number.replaceAll("\\D", "")
                            + ", nobody can know: say how the file writes numbers (locale=vi)");
        }
    }

    /** The price now and the one before, from a regular price and perhaps a lower one. */
    ProductDraft priced(String sku, String title, String link, Money regular, Optional<Money> sale) {
        Optional<Money> lower = sale.filter(money -> money.currency().equals(regular.currency()))
                .filter(money -> money.amountMinor() < regular.amountMinor());
        return Product.draft(sku, title, lower.orElse(regular), link).compareAt(lower.map(money -> regular));
    }

    Optional<Long> stock(Optional<String> text) {
        return text.map(number -> {
            if (!number.matches("-?\\d{1,12}(\\.0+)?")) {
                throw new ProductRefused("stock", "'" + number + "' must be a whole number");
            }
            // Shops that sell on count below zero; what viewers may know is that there are none.
            return Math.max(0, Long.parseLong(number.replaceAll("\\..*", "")));
        });
    }

    /** An address in the shop, for files without links. */
    String shopLink(String path) {
        return options.shop()
                        .orElseThrow(() -> new ProductRefused(
                                "link",
                                "the file has no addresses of products: say which shop it is from"
                                        + " (shop=https://shop.example), or add a column 'link'"))
                + path;
    }
}
