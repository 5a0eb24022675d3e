package io.spillway.gateway.submission;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What somebody who mistyped a field's name probably meant. */
final class NearMiss {
    private static final int LONGEST = 64;

    private NearMiss() {}

    /** {@code ; did you mean 'x'?} if one of {@code known} is close to {@code name}, else nothing. */
    static String hint(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return "";
        }
        int close = name.length() <= 4 ? 1 : 2;
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= close)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .map(candidate -> "; did you mean '" + candidate + "'?")
                .orElse("");
    }

    /** Levenshtein's distance, case and dashes aside. */
    private static int distance(String one, String other) {
        String a = plain(one);
        String b = plain(other);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
