package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Job;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Offer;
import io.spillway.testing.JobBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** Nobody's load is another's wait, and no priority starves; in virtual time. */
class FairnessTest {
    private static final TargetName DEMO = new TargetName("gguf/demo");
    private static final int SLOTS = 4;
    private static final int FEW = 10;
    private static final int MANY = 10_000;
    private static SimulatedRedis redis;

    @BeforeAll
    static void start() {
        redis = SimulatedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static VirtualCluster cluster(int slots) {
        SimulatedProvider tireless = new SimulatedProvider.Window(Instant.MIN, Integer.MAX_VALUE);
        return new VirtualCluster(
                redis, false, List.of(new Offer(DEMO, 1, 1, slots, Limits.NONE)), 1, Map.of(DEMO, tireless));
    }

    @Test
    void aTenantWithTenThousandJobsAtMostDoublesTheWaitOfOneWithTen() {
        // Given
        Duration alone = worstOfTheQuiet(cluster(SLOTS));
        VirtualCluster crowded = cluster(SLOTS);
        for (int i = 0; i < MANY; i++) {
            crowded.submit(from("loud"));
        }
        crowded.run(VirtualCluster.START.plusSeconds(60));

        // When
        Duration beside = worstOfTheQuiet(crowded);

        // Then
        assertThat(beside).isLessThanOrEqualTo(alone.multipliedBy(2));
    }

    /** The 95th percentile of ten is the last: how long until its answer was there. */
    private static Duration worstOfTheQuiet(VirtualCluster cluster) {
        List<Job> jobs = IntStream.range(0, FEW)
                .mapToObj(_ -> cluster.submit(from("quiet")))
                .toList();
        cluster.run(cluster.now().plusSeconds(60));
        return jobs.stream()
                .map(job -> cluster.answered.get(job.id().value()))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static JobBuilder from(String tenant) {
        return aJob().tenant(tenant).targets(DEMO.value());
    }

    @Test
    void lowPriorityUnderPermanentHighPriorityLoadStillCompletes() {
        // Given: the same tenant and another ask with the lowest priority what one slot is already too busy for
        VirtualCluster cluster = cluster(1);
        flood(cluster, VirtualCluster.START);
        cluster.submit(from("busy").priority(0));
        cluster.run(VirtualCluster.START.plusSeconds(5));
        Job own = cluster.submit(from("busy").priority(9));
        Job others = cluster.submit(from("patient").priority(9));

        // When
        cluster.run(VirtualCluster.START.plus(Duration.ofHours(1)));

        // Then
        assertThat(cluster.answered).containsKeys(own.id().value(), others.id().value());
        assertThat(cluster.answered.get(own.id().value())).isGreaterThan(Duration.ofMinutes(30));
    }

    @Test
    void aTenantOfThreeTimesTheWeightGetsThreeTimesTheShare() {
        // Given: both have more than can be done
        VirtualCluster cluster = cluster(SLOTS);
        List<Job> light = new ArrayList<>();
        List<Job> heavy = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            light.add(cluster.submit(from("light")));
            heavy.add(cluster.submit(from("heavy").weight(3)));
        }

        // When
        cluster.run(VirtualCluster.START.plusSeconds(200));

        // Then
        double ratio = (double) answered(cluster, heavy) / answered(cluster, light);
        assertThat(answered(cluster, heavy)).isLessThan(1_000);
        assertThat(ratio).isBetween(2.7, 3.3);
    }

    private static long answered(VirtualCluster cluster, List<Job> jobs) {
        return jobs.stream()
                .filter(job -> cluster.answered.containsKey(job.id().value()))
                .count();
    }

    /** More work of the highest priority than can be done, and no end of it. */
    private static void flood(VirtualCluster cluster, Instant at) {
        cluster.at(at, () -> {
            for (int i = 0; i < 11; i++) {
                cluster.submit(from("busy").priority(0));
            }
            flood(cluster, at.plusSeconds(10));
        });
    }
}
