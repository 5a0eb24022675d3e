package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.Wire;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.spillway.scheduling.Room.ids;
import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** Reports that come late, twice or not at all; each was once found by the simulation. */
class LateReportTest {
    private Room room;

    @BeforeEach
    void open() {
        room = new Room();
    }

    @AfterEach
    void close() {
        room.close();
    }

    private Job submitted() {
        return room.submit(aJob().acceptedAt(room.now()).build());
    }

    @Test
    void aJobThatStartedInTimeIsNotLateForItsStartAgain() {
        // Given: its record stands in the log twice, and the second is read while it runs
        Job job = room.submit(
                aJob().acceptedAt(room.now()).startBy(room.now().plusSeconds(5)).build());
        Grant grant = room.take(1, "gguf/demo").getFirst();
        room.jobs.add(Wire.encode(job));
        room.replay();

        // When
        room.pass(Duration.ofSeconds(6));
        room.worker.leases().spill(grant.lease(), Optional.empty(), Spill.back(grant.plan()));
        room.sweep();

        // Then
        assertThat(ids(room.take(1, "gguf/demo"))).containsExactly(job.id());
    }

    @Test
    void aLateStartThatNobodyWroteDownIsStillAnExpiry() {
        // Given: a gateway was given the end of a job that did not start in time, and died
        Job job = room.submit(
                aJob().acceptedAt(room.now()).startBy(room.now().plusSeconds(5)).build());
        room.pass(Duration.ofSeconds(6));
        room.gateway.sweeping().sweep(_ -> Map.of());

        // When
        room.pass(Duration.ofSeconds(11));
        room.sweep();

        // Then
        assertThat(room.status(job)).isEqualTo(JobStatus.EXPIRED);
    }

    @Test
    void anAttemptWhoseWorkerDiedAfterWritingItDownIsListedOnce() {
        // Given
        submitted();
        Grant grant = room.take(1, "gguf/demo").getFirst();
        room.log(new LogEntry.AttemptEnded(
                grant.job().id(), grant.job().tenant(), room.attempt(grant, "transient"), grant.plan()));

        // When
        room.pass(Duration.ofSeconds(16));
        room.sweep();
        Grant next = room.take(1, "gguf/demo").getFirst();

        // Then
        assertThat(next.attempt()).isEqualTo(2);
        assertThat(next.history())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.outcome()).isEqualTo("transient"));
    }

    @Test
    void aLateAnswerOfOneTargetProvesNothingOfAnother() {
        // Given: cloud/a lost the job; it probes cloud/b, which was benched
        for (int i = 0; i < 4; i++) {
            room.submit(aJob().acceptedAt(room.now()).targets("cloud/b").build());
        }
        Grant benching = room.take(1, "cloud/b").getFirst();
        room.spill(
                benching,
                "exhausted",
                new Spill(
                        benching.plan(),
                        Duration.ZERO,
                        Optional.of(new Spill.Bench(
                                benching.target(),
                                0,
                                ExhaustionKind.RATE_LIMITED,
                                Optional.of(Duration.ofSeconds(5)),
                                "429"))));
        Job job = room.submit(aJob().acceptedAt(room.now())
                .priority(0)
                .targets("cloud/a", "cloud/b")
                .build());
        Grant late = room.take(1, "cloud/a").getFirst();
        room.pass(Duration.ofSeconds(16));
        room.sweep();
        room.pass(Duration.ofSeconds(3));
        Grant probe = room.take(1, "cloud/b").getFirst();

        // When
        room.complete(late, "late");

        // Then
        assertThat(probe.job().id()).isEqualTo(job.id());
        assertThat(room.take(4, "cloud/b")).hasSize(1);
    }
}
