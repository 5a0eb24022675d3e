package io.spillway.log;

import io.spillway.contract.wire.LogView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A view kept in memory by the rules that the scripts keep in Redis; a test may make it lose something, or go away. */
final class MemoryView implements LogView {
    /** A record that was applied. */
    record Applied(int partition, long offset, String value) {}

    private record Place(String topicId, long next) {}

    private final Map<Integer, Place> places = new HashMap<>();
    private final List<Applied> applied = new ArrayList<>();
    private final Set<Integer> unresumed = new HashSet<>();
    private boolean away;
    private int refused;

    @Override
    public synchronized long resume(Partition partition) {
        refuseIfAway();
        unresumed.remove(partition.number());
        return Math.min(expected(partition), partition.end());
    }

    @Override
    public synchronized long apply(Partition partition, long readFrom, List<Entry> entries) {
        refuseIfAway();
        for (Entry entry : entries) {
            long want = expected(partition);
            if (entry.offset() >= want && want >= readFrom) {
                applied.add(new Applied(
                        partition.number(), entry.offset(), new String(entry.value(), StandardCharsets.UTF_8)));
                places.put(partition.number(), new Place(partition.topicId(), entry.offset() + 1));
            }
        }
        return expected(partition);
    }

    @Override
    public synchronized boolean recovering() {
        return !unresumed.isEmpty();
    }

    /** It is as if only what lies before {@code next} had been applied. */
    synchronized MemoryView standsAt(String topicId, int partition, long next) {
        places.put(partition, new Place(topicId, next));
        return this;
    }

    /** It forgets what it applied from {@code next} on, and does not know that it did. */
    synchronized void rollBack(int partition, long next) {
        Place place = places.get(partition);
        places.put(partition, new Place(place.topicId(), next));
        applied.clear();
    }

    /** It forgets everything and says so. */
    synchronized void loseAll() {
        unresumed.addAll(places.keySet());
        places.clear();
        applied.clear();
    }

    synchronized void away(boolean value) {
        away = value;
        refused = 0;
    }

    synchronized int refused() {
        return refused;
    }

    synchronized List<Applied> applied() {
        return List.copyOf(applied);
    }

    synchronized List<String> values() {
        return applied.stream().map(Applied::value).toList();
    }

    private long expected(Partition partition) {
        Place place = places.get(partition.number());
        return place != null && place.topicId().equals(partition.topicId()) ? place.next() : 0;
    }

    private void refuseIfAway() {
        if (away) {
            refused++;
            throw new IllegalStateException("the view is away");
        }
    }
}
