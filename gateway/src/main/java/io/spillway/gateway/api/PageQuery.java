package io.spillway.gateway.api;

import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What part of a list is asked for.
 *
 * @param limit at most so many, 1 to 100
 * @param after the last one seen
 */
public record PageQuery(int limit, Optional<String> after) {
    private static final int MOST = 100;
    private static final int USUAL = 20;

    /** Reads {@code limit} and {@code after}. */
    public static PageQuery of(@Nullable String limit, @Nullable String after) throws Refusal {
        if (limit != null && (!limit.matches("\\d{1,4}") || limit(limit) < 1 || limit(limit) > MOST)) {
            throw wrong("limit", "should be a whole number from 1 to " + MOST);
        }
        return new PageQuery(limit == null ? USUAL : limit(limit), Optional.ofNullable(after));
    }

    /** Refuses a query that has other parameters than {@code known}. */
    public static void onlyKnows(Set<String> asked, Set<String> known) throws Refusal {
        List<Problem.FieldError> errors = new ArrayList<>();
        for (String name : new TreeSet<>(asked)) {
            if (!known.contains(name)) {
                errors.add(new Problem.FieldError(
                        name, "is no parameter of this call; it takes " + String.join(", ", new TreeSet<>(known))));
            }
        }
        if (!errors.isEmpty()) {
            throw Refusal.of(Problem.Kind.MALFORMED, errors);
        }
    }

    /** A parameter that makes no sense. */
    public static Refusal wrong(String name, String rule) {
        return Refusal.of(Problem.Kind.MALFORMED, List.of(new Problem.FieldError(name, rule)));
    }

    private static int limit(String text) {
        return Integer.parseInt(text);
    }
}
