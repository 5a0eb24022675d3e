package io.spillway.gateway.watching;

import io.spillway.contract.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChangesTest {
    private final Changes changes = new Changes();
    private final JobId job = JobId.create(Instant.now(), 0, RandomGenerator.getDefault());

    @Test
    void wakes_every_watch_of_the_job_that_changed() throws InterruptedException {
        // Given
        try (Watch one = changes.watch(job);
                Watch another = changes.watch(job)) {
            // When
            changes.changed(job.value());

            // Then
            assertThat(one.await(Duration.ofSeconds(5))).isTrue();
            assertThat(another.await(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void takes_many_changes_since_the_last_look_as_one() throws InterruptedException {
        // Given
        try (Watch watch = changes.watch(job)) {
            changes.changed(job.value());
            changes.changed(job.value());

            // When
            watch.await(Duration.ofSeconds(5));

            // Then
            assertThat(watch.await(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void forgets_a_watch_that_is_closed() {
        // Given
        Watch watch = changes.watch(job);
        assertThat(changes.waiting()).isOne();

        // When
        watch.close();

        // Then
        assertThat(changes.waiting()).isZero();
    }
}
