package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Exhaustions on a real Redis that loses everything, on its own clock; the table stands in for the log's. */
class KeptExhaustionsTest {
    private static final TargetName TARGET = new TargetName("cloud/a");
    private static final Job JOB = aJob().targets("cloud/a").build();

    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private Scheduler operator;
    private Scheduler worker;
    private KeptExhaustions operators;
    private KeptExhaustions workers;
    private LogView jobs;
    private LogView outcomes;

    @BeforeEach
    void open() {
        Room.flush();
        operator = Scheduler.connect(Room.address(), "operator", 1);
        worker = Scheduler.connect(Room.address(), "worker", 1);
        operators = KeptExhaustions.of(operator, table());
        workers = KeptExhaustions.of(worker, table());
        jobs = worker.jobsView(_ -> {});
        outcomes = worker.outcomesView(_ -> {});
        recovered();
    }

    @AfterEach
    void close() {
        operators.close();
        workers.close();
        operator.close();
        worker.close();
    }

    private KeptExhaustions.Table table() {
        return new KeptExhaustions.Table() {
            @Override
            public Map<String, String> all(String prefix) {
                Map<String, String> found = new HashMap<>(kept);
                found.keySet().removeIf(key -> !key.startsWith(prefix));
                return found;
            }

            @Override
            public void put(String key, String value) {
                kept.put(key, value);
            }

            @Override
            public void remove(String key) {
                kept.remove(key);
            }
        };
    }

    /** What the partition's owner does until the view is whole again, with one job in the log. */
    private void recovered() {
        await().atMost(60, SECONDS).until(() -> {
            LogView.Partition partition = new LogView.Partition(0, "topic", 1);
            long next = jobs.resume(partition);
            if (next == 0) {
                jobs.apply(partition, 0, List.of(new LogView.Entry(0, Wire.encode(JOB))));
            }
            jobs.resume(partition);
            outcomes.resume(new LogView.Partition(0, "topic", 0));
            return !worker.recovering();
        });
    }

    private List<Grant> take() {
        return worker.waitingRoom()
                .take("worker", 1, List.of(new Offer(TARGET, 1, 1, 1, Limits.NONE)), Duration.ofSeconds(15))
                .grants();
    }

    private Optional<Instant> until() {
        return operator.exhaustions().states(Map.of(TARGET, 1)).getFirst().until();
    }

    @Test
    void whatAnOperatorTookOutStaysOutUntilItsTimeWhateverRedisLoses() {
        // Given
        operator.exhaustions().set(TARGET, 0, ExhaustionKind.OPERATOR, Duration.ofHours(1), "maintenance");
        Instant before = until().orElseThrow();
        await().atMost(30, SECONDS).until(() -> !kept.isEmpty());

        // When
        Room.flush();
        List<Grant> early = take();
        recovered();

        // Then
        assertThat(early).isEmpty();
        assertThat(until()).contains(before);
        assertThat(take()).isEmpty();
        TargetState.Key key = operator.exhaustions()
                .states(Map.of(TARGET, 1))
                .getFirst()
                .keys()
                .getFirst();
        assertThat(key.kind()).contains(ExhaustionKind.OPERATOR);
        assertThat(key.why()).isEqualTo("maintenance");
    }

    @Test
    void whatWasPutBackIntoServiceStaysThere() {
        // Given
        operator.exhaustions().set(TARGET, 0, ExhaustionKind.OPERATOR, Duration.ofHours(1), "maintenance");
        await().atMost(30, SECONDS).until(() -> !kept.isEmpty());
        operator.exhaustions().clear(TARGET, 0);
        await().atMost(30, SECONDS).until(kept::isEmpty);

        // When
        Room.flush();
        take();
        recovered();

        // Then
        assertThat(until()).isEmpty();
        assertThat(take()).hasSize(1);
    }
}
