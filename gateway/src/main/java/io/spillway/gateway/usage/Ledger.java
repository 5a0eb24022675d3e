package io.spillway.gateway.usage;

import io.spillway.contract.wire.LogView;
import io.spillway.log.LogUnavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code spillway.outcomes} added up. Each tally says up to which offset it has counted and is written as a whole, so
 * whatever is read again is not counted again, whoever dies between two writes.
 */
final class Ledger implements LogView {
    /** Tallies older than this are thrown away. */
    private static final int KEPT_DAYS = 400;
    /** How far before the remembered offset reading begins again, so as to know a call that comes twice. */
    private static final long READ_AGAIN = 2_000;

    private static final Duration REMEMBER_EVERY = Duration.ofSeconds(5);

    private final Shelf shelf;
    private final InstantSource clock;
    private final Recent recent = new Recent();
    private final Map<Integer, Long> remembered = new HashMap<>();

    Ledger(Shelf shelf, InstantSource clock) {
        this.shelf = shelf;
        this.clock = clock;
    }

    @Override
    public long resume(Partition partition) {
        forgetOld(partition.number());
        long next = shelf.read(partition.number())
                .filter(read -> read.topic().equals(partition.topicId()))
                .map(Shelf.Read::next)
                .orElse(0L);
        return Math.max(0, Math.min(next, partition.end()) - READ_AGAIN);
    }

    @Override
    public long apply(Partition partition, long readFrom, List<Entry> entries) throws LogUnavailable {
        long next = entries.getLast().offset() + 1;
        Map<Shelf.Place, Tally> changed = new HashMap<>();
        Map<String, Boolean> calls = new HashMap<>();
        for (Entry entry : entries) {
            Spent.of(entry.value()).flatMap(spent -> recent.fresh(spent, calls)).ifPresent(spent -> {
                calls.put(spent.call(), spent.lost());
                count(partition, entry.offset(), spent, changed);
            });
        }
        changed.forEach((place, tally) -> shelf.put(place, tally.upTo(partition.topicId(), next)));
        recent.add(calls);
        remember(partition, next);
        return next;
    }

    private void count(Partition partition, long offset, Spent spent, Map<Shelf.Place, Tally> changed) {
        Shelf.Place place = new Shelf.Place(spent.day(), partition.number(), spent.tenant());
        Tally stored = shelf.tally(place);
        if (!stored.covers(partition.topicId(), offset)) {
            changed.put(place, changed.getOrDefault(place, stored).plus(spent));
        }
    }

    /** Not every time: what is read again is not counted again. */
    private void remember(Partition partition, long next) {
        long now = clock.millis();
        if (now - remembered.getOrDefault(partition.number(), 0L) >= REMEMBER_EVERY.toMillis()) {
            shelf.put(partition.number(), new Shelf.Read(partition.topicId(), next));
            remembered.put(partition.number(), now);
        }
    }

    private void forgetOld(int partition) {
        LocalDate oldest =
                clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(KEPT_DAYS);
        shelf.all().keySet().stream()
                .filter(place -> place.partition() == partition && place.day().isBefore(oldest))
                .forEach(shelf::remove);
    }

    @Override
    public boolean recovering() {
        return false;
    }
}
