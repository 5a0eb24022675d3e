package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** A view never has a gap: what comes behind a record that it lacks is not applied. */
class ReplayGapTest {
    private static final LogView.Partition PARTITION = new LogView.Partition(0, "topic-id", 0);

    private Room room;

    @BeforeEach
    void open() {
        room = new Room();
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void whatIsBehindARecordThatFailedWaitsForIt() {
        // Given: Redis knows the script that goes past a record, and not the one that applies a job
        try (Jedis jedis = new Jedis("127.0.0.1", Room.address().getPort())) {
            jedis.scriptFlush();
        }
        room.jobsView.apply(PARTITION, 0, List.of(garbage(0)));
        Job job = job();

        // When
        long next = room.jobsView.apply(PARTITION, 1, List.of(entry(1, job), garbage(2)));

        // Then
        assertThat(next).isEqualTo(3);
        assertThat(room.status(job)).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void aViewThatWasRolledBackTakesNothingUntilItHasWhatItLost() {
        // Given
        List<Job> jobs = List.of(job(), job(), job(), job(), job());
        room.jobsView.apply(PARTITION, 0, List.of(entry(0, jobs.get(0)), entry(1, jobs.get(1))));
        Map<String, byte[]> failover = Room.dump();
        room.jobsView.apply(PARTITION, 2, List.of(entry(2, jobs.get(2)), entry(3, jobs.get(3))));
        Room.restore(failover);

        // When
        long next = room.jobsView.apply(PARTITION, 4, List.of(entry(4, jobs.get(4))));

        // Then
        assertThat(next).isEqualTo(2);
        assertThat(room.jobsView.recovering()).isTrue();
        next = room.jobsView.apply(
                PARTITION, 2, List.of(entry(2, jobs.get(2)), entry(3, jobs.get(3)), entry(4, jobs.get(4))));
        assertThat(next).isEqualTo(5);
        assertThat(jobs).allSatisfy(job -> assertThat(room.status(job)).isEqualTo(JobStatus.QUEUED));
    }

    @Test
    void aGapInTheLogItselfIsNoLoss() {
        // Given
        Job first = job();
        Job second = job();
        room.jobsView.apply(PARTITION, 0, List.of(entry(0, first)));

        // When: the reader stood at 1, and the log goes on at 7
        long next = room.jobsView.apply(PARTITION, 1, List.of(entry(7, second)));

        // Then
        assertThat(next).isEqualTo(8);
        assertThat(room.status(second)).isEqualTo(JobStatus.QUEUED);
    }

    private Job job() {
        return aJob().acceptedAt(room.now()).build();
    }

    private static LogView.Entry entry(long offset, Job job) {
        return new LogView.Entry(offset, Wire.encode(job));
    }

    private static LogView.Entry garbage(long offset) {
        return new LogView.Entry(offset, "no job".getBytes(StandardCharsets.UTF_8));
    }
}
