package io.spillway.gateway.outcomes;

import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.routing.strategy.TrackRecord;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What targets did recently, by the outcomes that this gateway has read: with several gateways its share of them, which
 * is a fair sample since jobs are spread over the partitions by chance.
 */
@Singleton
public class TrackRecords {
    private final Map<TargetName, TrackRecord> records = new ConcurrentHashMap<>();

    /** Adds a call, if it says something about its target. */
    void note(Attempt attempt) {
        switch (attempt.outcome()) {
            case "completed" ->
                records.merge(
                        attempt.target(),
                        TrackRecord.NONE.plusCompleted(attempt.endedAt(), took(attempt)),
                        (record, _) -> record.plusCompleted(attempt.endedAt(), took(attempt)));
            case "transient", "empty", "refused", "crashed" ->
                records.merge(
                        attempt.target(),
                        TrackRecord.NONE.plusFailed(attempt.endedAt()),
                        (record, _) -> record.plusFailed(attempt.endedAt()));
            default -> {
                // Exhausted targets are benched, and passed over for that; the rest is no fault of a target.
            }
        }
    }

    /** What counts at {@code now}. */
    public Map<TargetName, TrackRecord> asOf(Instant now) {
        return records.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().asOf(now)));
    }

    private static Duration took(Attempt attempt) {
        return Duration.between(attempt.startedAt(), attempt.endedAt());
    }
}
