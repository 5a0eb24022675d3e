package io.spillway.gateway.usage;

import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the tallies by whatever an operator wants to know. */
@Singleton
class UsageReport {
    private final Backbone backbone;

    UsageReport(Backbone backbone) {
        this.backbone = backbone;
    }

    /** One row: what it is of, and how much. */
    record Row(Map<Dimension, String> of, Figures figures) {}

    /** Usage from one day to another, both included. */
    List<Row> rows(List<Dimension> by, LocalDate from, LocalDate to) throws Away {
        Map<List<String>, Figures> sums =
                new TreeMap<>(Comparator.comparing((List<String> values) -> String.join("\u0000", values)));
        new Shelf(backbone.connections().state()).all().forEach((place, tally) -> {
            if (!place.day().isBefore(from) && !place.day().isAfter(to)) {
                tally.lines()
                        .forEach((line, figures) -> sums.merge(
                                by.stream()
                                        .map(each -> each.of(place, Spent.Line.of(line)))
                                        .toList(),
                                figures,
                                Figures::plus));
            }
        });
        List<Row> rows = new ArrayList<>();
        sums.forEach((values, figures) -> rows.add(new Row(named(by, values), figures)));
        return rows;
    }

    private static Map<Dimension, String> named(List<Dimension> by, List<String> values) {
        Map<Dimension, String> named = new EnumMap<>(Dimension.class);
        for (int i = 0; i < by.size(); i++) {
            named.put(by.get(i), values.get(i));
        }
        return named;
    }
}
