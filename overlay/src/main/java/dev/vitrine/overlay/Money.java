package dev.vitrine.overlay;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount as a whole number of the currency's minor unit, so that nothing is ever rounded: 990 000 ₫ is 990000 VND, 49.99
 * $ is 4999 USD.
 *
 * @param amountMinor 0 to 10^15
 * @param currency ISO 4217, upper case; one that has a minor unit (ISO says 0 digits for VND, 3 for KWD)
 */
public record Money(long amountMinor, String currency) {

    private static final long MAX = 1_000_000_000_000_000L;

    public Money {
        digits(currency);
        if (amountMinor < 0 || amountMinor > MAX) {
            throw new IllegalArgumentException("amount " + amountMinor + " must be 0 to " + MAX);
        }
    }

    /**
     * Reads a plain decimal number, {@code 990000} or {@code 49.99}: digits, at most one dot, no more decimals than the
     * currency has, unless the surplus is zeros. Grouped numbers need {@link NumberStyle}.
     *
     * @throws IllegalArgumentException that says what would have been right
     */
    public static Money parse(String decimal, String currency) {
        int digits = digits(currency);
        if (!decimal.matches("\\d{1,15}(\\.\\d{1,9})?")) {
            throw new IllegalArgumentException("'" + decimal + "' must be a plain number like "
                    + (digits == 0 ? "990000" : "49.99") + ", without thousands separators or signs");
        }
        BigDecimal minor = new BigDecimal(decimal).movePointRight(digits).stripTrailingZeros();
        if (minor.scale() > 0) {
            throw new IllegalArgumentException(
                    "'" + decimal + "' has more decimals than " + currency + ", which has " + digits);
        }
        return new Money(minor.longValueExact(), currency);
    }

    /** As {@link #parse} reads it, with all the decimals that the currency has: {@code 49.90}. */
    public String decimal() {
        return BigDecimal.valueOf(amountMinor, digits(currency)).toPlainString();
    }

    /** The currency's number of decimals. */
    static int digits(String currency) {
        try {
            int digits = Currency.getInstance(currency).getDefaultFractionDigits();
            if (digits >= 0) {
                return digits;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException("currency '" + currency + "' must be an ISO 4217 code like VND or USD");
    }
}
