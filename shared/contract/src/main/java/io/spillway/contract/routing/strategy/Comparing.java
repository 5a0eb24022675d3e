package io.spillway.contract.routing.strategy;

import io.spillway.contract.routing.TargetName;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Leaders that are the best by a measure; among equals the route's first. Answers are indexes. */
final class Comparing {
    /** Of the jobs of a {@code fastest} route, the share that measures targets of which too little is known. */
    static final double MEASURING = 0.1;

    private Comparing() {}

    /** The least cost; those whose cost is not known come last. */
    static int cheapest(List<TargetName> targets, Map<TargetName, BigDecimal> costs) {
        return IntStream.range(0, targets.size())
                .boxed()
                .min(Comparator.comparing(
                        i -> costs.get(targets.get(i)), Comparator.nullsLast(Comparator.naturalOrder())))
                .orElse(0);
    }

    /** The least time; but a target never called is never known, so a few jobs go to those. */
    static int fastest(List<TargetName> targets, Map<TargetName, TrackRecord> records, RandomGenerator random) {
        List<Integer> unknown = IntStream.range(0, targets.size())
                .filter(i -> !record(targets.get(i), records).known())
                .boxed()
                .toList();
        if (unknown.size() == targets.size()) {
            return 0;
        }
        if (!unknown.isEmpty() && random.nextDouble() < MEASURING) {
            return unknown.get(random.nextInt(unknown.size()));
        }
        return least(targets, target -> {
            TrackRecord record = record(target, records);
            return record.known() ? record.secondsPerAnswer() : Double.POSITIVE_INFINITY;
        });
    }

    /** The first of the targets with the least of {@code measure}. */
    static int least(List<TargetName> targets, ToDoubleFunction<TargetName> measure) {
        double[] measures = targets.stream().mapToDouble(measure).toArray();
        int least = 0;
        for (int i = 1; i < measures.length; i++) {
            least = measures[i] < measures[least] ? i : least;
        }
        return least;
    }

    static TrackRecord record(TargetName target, Map<TargetName, TrackRecord> records) {
        return records.getOrDefault(target, TrackRecord.NONE);
    }
}
