package io.spillway.contract.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobIdTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
    private final RandomGenerator random = new SplittableRandom(1);

    @Test
    void itCarriesItsTimeAndEveryPartition() {
        for (int partition = 0; partition < JobId.MAX_PARTITIONS; partition++) {
            // Given
            Instant at = AT.plusMillis(random.nextLong(1L << 40));

            // When
            JobId id = JobId.create(at, partition, random);

            // Then
            assertThat(id.partition()).isEqualTo(partition);
            assertThat(id.createdAt()).isEqualTo(at);
            assertThat(JobId.parse(id.value())).contains(id);
        }
    }

    @Test
    void itHoldsTheFirstAndTheLastTimeThatFit() {
        // Given
        Instant last = Instant.ofEpochMilli((1L << 48) - 1);

        // When
        JobId first = JobId.create(Instant.EPOCH, 0, random);
        JobId end = JobId.create(last, 4095, random);

        // Then
        assertThat(first.createdAt()).isEqualTo(Instant.EPOCH);
        assertThat(end.createdAt()).isEqualTo(last);
        assertThat(end.partition()).isEqualTo(4095);
    }

    @Test
    void sortingIdsSortsByTimeWhateverThePartition() {
        // Given
        List<JobId> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(JobId.create(AT.plusMillis(i), random.nextInt(JobId.MAX_PARTITIONS), random));
        }

        // When
        List<JobId> sorted = ids.stream().sorted().toList();

        // Then
        assertThat(sorted).isEqualTo(ids);
        assertThat(ids.stream().map(JobId::value).sorted().toList())
                .isEqualTo(ids.stream().map(JobId::value).toList());
    }

    @Test
    void idsOfOneMillisecondAndPartitionDiffer() {
        // Given
        Set<JobId> ids = new HashSet<>();

        // When
        for (int i = 0; i < 10_000; i++) {
            ids.add(JobId.create(AT, 7, random));
        }

        // Then
        assertThat(ids).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "job_",
                "job_01aryz6s41tsv4rrffq69g5fa",
                "job_01aryz6s41tsv4rrffq69g5favv",
                "job_81aryz6s41tsv4rrffq69g5fav",
                "job_01ARYZ6S41TSV4RRFFQ69G5FAV",
                "job_01aryz6s41tsv4rrffq69g5fai",
                "job_01aryz6s41tsv4rrffq69g5fal",
                "job_01aryz6s41tsv4rrffq69g5fao",
                "job_01aryz6s41tsv4rrffq69g5fau",
                "resp_01aryz6s41tsv4rrffq69g5fav",
                " job_01aryz6s41tsv4rrffq69g5fav",
                "job_01aryz6s41tsv4rrffq69g5fav\n",
                "job_01aryz6s41tsv4rrffq69g5fa٣"
            })
    void whatIsNoIdIsRefused(String text) {
        assertThat(JobId.parse(text)).isEmpty();
        assertThatThrownBy(() -> new JobId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4096, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aPartitionThatDoesNotFitIsRefused(int partition) {
        assertThatThrownBy(() -> JobId.create(AT, partition, random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("partition out of range: " + partition);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 48, Long.MAX_VALUE})
    void aTimeThatDoesNotFitIsRefused(long millis) {
        assertThatThrownBy(() -> JobId.create(Instant.ofEpochMilli(millis), 0, random))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
