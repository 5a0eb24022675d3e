package io.spillway.gateway.outcomes;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CountedAttemptsTest {
    private static final JobId JOB = new JobId("job_0000000000000000000000000f");
    private static final TargetName CLOUD = new TargetName("cloud/big");
    private static final TargetName LOCAL = new TargetName("local/small");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CountedAttempts attempts = new CountedAttempts(Set.of(CLOUD, LOCAL), meters);

    @Test
    void a_step_to_another_target_is_a_fallback_and_says_why() {
        // When
        goesOn(1, CLOUD, "transient");
        goesOn(2, CLOUD, "exhausted");
        ends(3, LOCAL);

        // Then
        assertThat(attempts("cloud/big", "transient")).isEqualTo(1);
        assertThat(attempts("cloud/big", "exhausted")).isEqualTo(1);
        assertThat(attempts("local/small", "completed")).isEqualTo(1);
        assertThat(fallbacks()).containsExactly("cloud/big local/small exhausted 1.0");
    }

    @Test
    void a_second_attempt_of_the_same_target_is_none() {
        // When
        goesOn(1, CLOUD, "transient");
        ends(2, CLOUD);

        // Then
        assertThat(fallbacks()).isEmpty();
    }

    @Test
    void targets_that_are_not_configured_share_a_label() {
        // When
        goesOn(1, new TargetName("gone/one"), "transient");
        ends(2, new TargetName("gone/two"));

        // Then
        assertThat(attempts("other", "transient")).isEqualTo(1);
        assertThat(fallbacks()).containsExactly("other other transient 1.0");
    }

    private void goesOn(int number, TargetName target, String outcome) {
        attempts.count(new LogEntry.AttemptEnded(
                JOB, TenantId.DEFAULT, attempt(number, target, outcome), new Plan(List.of())));
    }

    private void ends(int number, TargetName target) {
        attempts.count(new LogEntry.JobEnded(
                JOB,
                TenantId.DEFAULT,
                JobStatus.COMPLETED,
                Instant.EPOCH,
                Optional.of(attempt(number, target, "completed")),
                Optional.empty(),
                Optional.empty(),
                Duration.ofHours(1)));
    }

    private static Attempt attempt(int number, TargetName target, String outcome) {
        return new Attempt(
                number, number, target, Instant.EPOCH, Instant.EPOCH, outcome, "", Optional.empty(), Optional.empty());
    }

    private double attempts(String target, String outcome) {
        return meters.counter("spillway.attempts", "target", target, "outcome", outcome)
                .count();
    }

    private List<String> fallbacks() {
        return meters.find("spillway.fallbacks").counters().stream()
                .map(counter -> counter.getId().getTag("from") + " "
                        + counter.getId().getTag("to") + " "
                        + counter.getId().getTag("reason") + " " + counter.count())
                .toList();
    }
}
