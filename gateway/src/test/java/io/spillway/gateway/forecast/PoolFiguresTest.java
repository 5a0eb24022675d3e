package io.spillway.gateway.forecast;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.ClusterFile;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.availability.Standing;
import io.spillway.scheduling.PlanWaiting;
import io.spillway.scheduling.TargetState;
import io.spillway.scheduling.WorkerReport;
import io.spillway.testing.JobBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PoolFiguresTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    private static final TargetName CLOUD = new TargetName("mock/large");
    private static final TargetName LOCAL = new TargetName("gguf/demo");
    private static final Plan SPILLING = Plan.parse("mock/large~2000|gguf/demo~2000");
    private static final Plan LOCAL_ONLY = Plan.parse("gguf/demo~2000");

    @TempDir
    Path dir;

    private Cluster cluster;

    @BeforeEach
    void a_target_in_the_cloud_and_one_here() throws IOException {
        cluster = ClusterFile.read(Files.writeString(dir.resolve("spillway.yaml"), """
                        providers:
                          mock: {kind: openai, base-url: "http://127.0.0.1:9/v1"}
                          gguf: {kind: gguf, models-dir: .}
                        targets:
                          mock/large: {}
                          gguf/demo: {source: demo.gguf}
                        """), _ -> null);
    }

    @Test
    void a_waiting_job_counts_for_the_pool_that_will_take_it() {
        // Given
        Scene both = scene(Optional.empty(), Optional.empty());
        Scene cloudOut = scene(Optional.of(NOW.plusSeconds(60)), Optional.empty());
        Scene bothOut = scene(Optional.of(NOW.plusSeconds(60)), Optional.of(NOW.plusSeconds(90)));

        // Then
        assertThat(figures(Pool.CLOUD, both).waiting()).isEqualTo(10);
        assertThat(figures(Pool.LOCAL, both).waiting()).isEqualTo(3);
        assertThat(figures(Pool.CLOUD, cloudOut).waiting()).isZero();
        assertThat(figures(Pool.LOCAL, cloudOut).waiting()).isEqualTo(13);
        assertThat(figures(Pool.LOCAL, cloudOut).startable()).isEqualTo(13);
        assertThat(figures(Pool.CLOUD, bothOut).waiting()).isEqualTo(10);
        assertThat(figures(Pool.CLOUD, bothOut).startable()).isZero();
    }

    @Test
    void slots_are_those_of_workers_that_take_jobs_and_age_is_that_of_the_oldest() {
        // When
        PoolFigures local = figures(Pool.LOCAL, scene(Optional.of(NOW.plusSeconds(60)), Optional.empty()));

        // Then
        assertThat(local.slots()).isEqualTo(4);
        assertThat(local.running()).isEqualTo(2);
        assertThat(local.oldest()).isEqualTo(Duration.ofSeconds(30));
        assertThat(figures(Pool.GPU, scene(Optional.empty(), Optional.empty())))
                .isEqualTo(new PoolFigures(0, 0, 0, 0, Duration.ZERO, Pace.NONE));
    }

    @Test
    void the_forecast_goes_on_as_lately_and_never_below_nothing() {
        // Given
        PoolFigures growing = new PoolFigures(10, 10, 4, 4, Duration.ZERO, new Pace(5, 3));
        PoolFigures shrinking = new PoolFigures(10, 10, 4, 4, Duration.ZERO, new Pace(1, 3));

        // Then
        assertThat(growing.arrivals(Duration.ofMinutes(5))).isEqualTo(1_500);
        assertThat(growing.waitingAfter(Duration.ofMinutes(1))).isEqualTo(130);
        assertThat(shrinking.waitingAfter(Duration.ofMinutes(1))).isZero();
    }

    @Test
    void jobs_arrive_at_their_first_target_and_are_served_by_their_last() {
        // Given
        AtomicReference<Instant> clock = new AtomicReference<>(NOW);
        Paces paces = new Paces(cluster, clock::get);

        // When
        IntStream.range(0, 50)
                .forEach(_ -> paces.arrived(JobBuilder.aJob().plan(SPILLING).build()));
        paces.served(attempt(LOCAL));
        clock.set(NOW.plusSeconds(5));

        // Then
        assertThat(paces.now().get(Pool.CLOUD)).isEqualTo(new Pace(10, 0));
        assertThat(paces.now().get(Pool.LOCAL).served()).isCloseTo(0.2, within(1e-9));
    }

    private PoolFigures figures(Pool pool, Scene scene) {
        return PoolFigures.of(pool, scene, cluster);
    }

    private static Scene scene(Optional<Instant> cloudBack, Optional<Instant> localBack) {
        return new Scene(
                new Standing.Snapshot(NOW, Map.of(CLOUD, state(CLOUD, cloudBack), LOCAL, state(LOCAL, localBack))),
                List.of(
                        new PlanWaiting(SPILLING, 10, Optional.of(NOW.minusSeconds(30))),
                        new PlanWaiting(LOCAL_ONLY, 3, Optional.of(NOW.minusSeconds(10)))),
                List.of(worker(false), worker(true)),
                Map.of());
    }

    private static TargetState state(TargetName target, Optional<Instant> back) {
        TargetState.Key key = new TargetState.Key(
                0,
                back,
                back.map(_ -> ExhaustionKind.RATE_LIMITED),
                "",
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());
        return new TargetState(target, 0, 2, List.of(key));
    }

    private static WorkerReport worker(boolean draining) {
        return new WorkerReport(
                "w" + draining,
                "worker",
                Pool.LOCAL,
                "1",
                "host",
                1,
                NOW,
                draining,
                List.of(LOCAL),
                4,
                2,
                List.of(),
                Optional.of(NOW));
    }

    private static Attempt attempt(TargetName target) {
        return new Attempt(1, 1, target, NOW, NOW, "completed", "", Optional.empty(), Optional.empty());
    }
}
