package dev.vitrine.overlay;

import java.text.Normalizer;
import java.util.Locale;

/** What shops export as HTML or in any script → what we keep. */
final class PlainText {

    private static final int MAX_DESCRIPTION = 5_000;

    private PlainText() {}

    /** Text without tags, each block on its line, cut to what a product may hold. */
    static String ofHtml(String html) {
        String text = html.replaceAll("(?is)<(script|style)\\b.*?</\\1>", "")
                .replaceAll("(?i)<br\\s*/?>|</(p|div|li|h[1-6]|tr)>", "\n")
                .replaceAll("<[^>]*>", "")
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
                .replaceAll("[\\p{Cntrl}&&[^\n]]+", " ")
                .replaceAll(" *\n\\s*", "\n")
                .strip();
        return text.length() <= MAX_DESCRIPTION ? text : text.substring(0, MAX_DESCRIPTION - 1) + "…";
    }

    /** Letters and digits of ASCII with dashes between, as in an address: {@code Áo dài, đỏ} → {@code ao-dai-do}. */
    static String slug(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{Mn}", "")
                .replace('đ', 'd')
                .replace('Đ', 'd')
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    }
}
