package io.spillway.gateway.usage;

import io.spillway.contract.wire.LogView;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.log.LogScan;
import io.spillway.log.LogUnavailable;
import io.spillway.log.Topics;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds up once more what the log still holds, and says where the ledger differs. */
@Singleton
class Recount {
    private final Backbone backbone;
    private final BackboneSettings settings;

    Recount(Backbone backbone, BackboneSettings settings) {
        this.backbone = backbone;
        this.settings = settings;
    }

    /** Where both differ, in words, and how much was compared. */
    record Result(long records, int lines, Set<String> differences) {}

    /**
     * Compares all days of which the log still holds everything.
     *
     * @throws LogUnavailable if the log does not answer
     */
    Result compare() throws Away, LogUnavailable {
        Map<Shelf.Place, Tally> ledger = new Shelf(backbone.connections().state()).all();
        Counting counting = new Counting(ledger);
        for (int partition = 0; partition < backbone.connections().partitions(); partition++) {
            counting.partition = partition;
            counting.whole = LogScan.read(settings.kafka(), Topics.OUTCOMES, partition, counting::count) == 0;
        }
        return counting.result();
    }

    private static final class Counting {
        private final Map<Shelf.Place, Tally> ledger;
        private final Map<Shelf.Place, Tally> counted = new TreeMap<>(Comparator.comparing(Shelf.Place::text));
        private final Map<Integer, LocalDate> since = new TreeMap<>();
        private final Map<String, Boolean> calls = new HashMap<>();
        private final Recent nobody = new Recent();
        private int partition;
        private boolean whole;
        private long records;

        Counting(Map<Shelf.Place, Tally> ledger) {
            this.ledger = ledger;
        }

        void count(LogView.Entry entry) {
            records++;
            Spent.of(entry.value()).ifPresent(spent -> {
                since.putIfAbsent(partition, spent.day());
                Shelf.Place place = new Shelf.Place(spent.day(), partition, spent.tenant());
                Tally known = ledger.getOrDefault(place, Tally.EMPTY);
                // What the ledger has not read yet is not missing.
                if (entry.offset() < known.next()) {
                    nobody.fresh(spent, calls).ifPresent(fresh -> {
                        calls.put(fresh.call(), fresh.lost());
                        counted.merge(place, Tally.EMPTY.plus(fresh), (one, _) -> one.plus(fresh));
                    });
                }
            });
        }

        Result result() {
            Set<String> differences = new TreeSet<>();
            int lines = 0;
            for (Map.Entry<Shelf.Place, Tally> each : ledger.entrySet()) {
                LocalDate first = since.get(each.getKey().partition());
                if (first != null && (each.getKey().day().isAfter(first) || whole)) {
                    lines += compare(each.getKey(), each.getValue(), differences);
                }
            }
            return new Result(records, lines, differences);
        }

        private int compare(Shelf.Place place, Tally said, Set<String> differences) {
            Map<String, Figures> found =
                    counted.getOrDefault(place, Tally.EMPTY).lines();
            Set<String> lines = new TreeSet<>(said.lines().keySet());
            lines.addAll(found.keySet());
            for (String line : lines) {
                Figures one = said.lines().getOrDefault(line, Figures.NONE);
                Figures other = found.getOrDefault(line, Figures.NONE);
                if (!one.sameAs(other)) {
                    differences.add(
                            place.day() + " " + place.tenant() + " " + line + ": ledger " + one + ", log " + other);
                }
            }
            return lines.size();
        }
    }
}
