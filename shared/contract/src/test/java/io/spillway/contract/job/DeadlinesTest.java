package io.spillway.contract.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlinesTest {
    private static final Instant END = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void aJobIsDueWhenItMustHaveStartedOrElseEnded() {
        assertThat(deadlines(Optional.empty()).due()).isEqualTo(END);
        assertThat(deadlines(Optional.of(END.minusSeconds(1))).due()).isEqualTo(END.minusSeconds(1));
        assertThat(deadlines(Optional.of(END.plusSeconds(1))).due()).isEqualTo(END);
    }

    @Test
    void onlyWhatHasEndedHasEnded() {
        assertThat(JobStatus.values())
                .filteredOn(JobStatus::ended)
                .containsExactly(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.EXPIRED);
    }

    private static Deadlines deadlines(Optional<Instant> startBy) {
        return new Deadlines(startBy, Duration.ofMinutes(5), END, Duration.ofHours(1));
    }
}
