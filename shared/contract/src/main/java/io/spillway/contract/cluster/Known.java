package io.spillway.contract.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The words that would have been right, for a mistake's message. */
final class Known {
    private Known() {}

    /** {@code known are a, b}, led by the nearest of them where one is near enough to have been meant. */
    static String insteadOf(String word, Collection<String> known) {
        if (known.isEmpty()) {
            return "none is known";
        }
        String list = "nown are " + String.join(", ", known);
        return nearest(word, known)
                .map(near -> "did you mean '" + near + "'? K" + list)
                .orElse("k" + list);
    }

    private static Optional<String> nearest(String word, Collection<String> known) {
        int near = Math.max(1, word.length() / 3);
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= near)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** Levenshtein's: how many letters to insert, drop or change. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
