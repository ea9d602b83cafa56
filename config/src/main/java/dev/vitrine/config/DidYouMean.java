package dev.vitrine.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word that somebody probably meant. */
final class DidYouMean {

    private DidYouMean() {}

    /** {@code , did you mean 'port'?} or nothing, to be put behind a message. */
    static String hint(String word, Collection<String> known) {
        return nearest(word, known)
                .map(near -> ", did you mean '" + near + "'?")
                .orElse("");
    }

    private static Optional<String> nearest(String word, Collection<String> known) {
        int tolerated = Math.max(2, word.length() / 3);
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= tolerated)
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** How many letters have to be added, dropped or exchanged (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int exchanged = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchanged, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
