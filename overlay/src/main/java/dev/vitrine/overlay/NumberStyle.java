package dev.vitrine.overlay;

import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the numbers of a file are written. {@code 990.000} is 990 thousand in Vietnam and 990 elsewhere: only somebody who
 * knows can say, so without a locale separators of thousands are refused rather than guessed.
 */
final class NumberStyle {

    /** 990000 and 49.99 only. */
    static final NumberStyle PLAIN = new NumberStyle(Optional.empty());

    private final Optional<DecimalFormatSymbols> symbols;

    private NumberStyle(Optional<DecimalFormatSymbols> symbols) {
        this.symbols = symbols;
    }

    static NumberStyle of(Optional<Locale> locale) {
        return locale.map(l -> new NumberStyle(Optional.of(DecimalFormatSymbols.getInstance(l))))
                .orElse(PLAIN);
    }

    /** {@code text} as a plain decimal number, or unchanged where it is none in this style. */
    String plain(String text) {
        return symbols.map(s -> ungrouped(text, s)).orElse(text);
    }

    private static String ungrouped(String text, DecimalFormatSymbols symbols) {
        String group = Pattern.quote(String.valueOf(symbols.getGroupingSeparator()));
        String point = Pattern.quote(String.valueOf(symbols.getDecimalSeparator()));
        // No-break spaces group in French; people type ordinary ones.
        String spaces = Character.isSpaceChar(symbols.getGroupingSeparator()) ? "[ \u00a0\u202f]" : group;
        if (!text.matches("\\d{1,3}(" + spaces + "\\d{3})+(" + point + "\\d+)?|\\d+(" + point + "\\d+)?")) {
            return text;
        }
        return text.replaceAll(spaces, "").replaceAll(point, ".");
    }
}
