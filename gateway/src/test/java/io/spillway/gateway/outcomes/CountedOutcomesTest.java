package io.spillway.gateway.outcomes;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.forecast.Paces;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CountedOutcomesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    private static final JobId JOB = JobId.create(NOW, 0, new SplittableRandom(1));
    private static final LogView.Partition PARTITION = new LogView.Partition(0, "topic", 9);
    private static final TargetName BAD = new TargetName("mock/bad");
    private static final TargetName GOOD = new TargetName("mock/good");

    private final TrackRecords records = new TrackRecords();
    private final Paces paces = new Paces(new Cluster(Map.of(), Map.of(), Map.of(), List.of()));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void whatTheViewHasAppliedIsCountedAndNotedAndNothingElse() {
        // Given
        CountedOutcomes outcomes = new CountedOutcomes(
                new UpTo(3),
                new CountedOutcomes.Notes(records, paces),
                new CountedAttempts(Set.of(BAD, GOOD), meters),
                meters);
        byte[] failed = Wire.encode(
                new LogEntry.AttemptEnded(JOB, TenantId.DEFAULT, attempt(BAD, "transient"), Plan.parse("")));
        byte[] ended = Wire.encode(new LogEntry.JobEnded(
                JOB,
                TenantId.DEFAULT,
                JobStatus.COMPLETED,
                NOW,
                Optional.of(attempt(GOOD, "completed")),
                Optional.empty(),
                Optional.empty(),
                Duration.ofHours(1)));

        // When
        outcomes.apply(
                PARTITION,
                0,
                List.of(
                        new LogView.Entry(0, failed),
                        new LogView.Entry(1, "no record".getBytes(StandardCharsets.UTF_8)),
                        new LogView.Entry(2, ended),
                        new LogView.Entry(3, ended)));

        // Then
        assertThat(records.asOf(NOW)).containsOnlyKeys(BAD, GOOD);
        assertThat(records.asOf(NOW).get(BAD).failed()).isEqualTo(1);
        assertThat(records.asOf(NOW).get(GOOD).completed()).isEqualTo(1);
        assertThat(meters.counter("spillway.jobs.ended", "status", "completed").count())
                .isEqualTo(1);
    }

    private static Attempt attempt(TargetName target, String outcome) {
        return new Attempt(1, 1, target, NOW.minusSeconds(2), NOW, outcome, "", Optional.empty(), Optional.empty());
    }

    /** A view that has come as far as an offset and wants the rest again. */
    private record UpTo(long next) implements LogView {
        @Override
        public long resume(Partition partition) {
            return next;
        }

        @Override
        public long apply(Partition partition, long readFrom, List<Entry> entries) {
            return next;
        }

        @Override
        public boolean recovering() {
            return false;
        }
    }
}
