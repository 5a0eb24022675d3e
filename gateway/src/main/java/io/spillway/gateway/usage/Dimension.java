package io.spillway.gateway.usage;

import io.spillway.gateway.api.PageQuery;
import io.spillway.gateway.refusal.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What usage is told apart by. */
enum Dimension {
    TENANT,
    KEY,
    MODEL,
    DAY;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of one line of a tally. */
    String of(Shelf.Place place, Spent.Line line) {
        return switch (this) {
            case TENANT -> place.tenant();
            case KEY -> line.key();
            case MODEL -> line.model();
            case DAY -> place.day().toString();
        };
    }

    /** Those in {@code text}, words with commas between, each once. */
    static List<Dimension> list(String text) throws Refusal {
        return Arrays.stream(text.split(",", -1))
                .map(word -> found(word.strip()).orElseThrow(() -> wrong()))
                .distinct()
                .toList();
    }

    private static Optional<Dimension> found(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    private static Refusal wrong() {
        String words = Arrays.stream(values()).map(Dimension::word).collect(Collectors.joining(", "));
        return PageQuery.wrong("by", "should be some of " + words + ", with commas between");
    }
}
