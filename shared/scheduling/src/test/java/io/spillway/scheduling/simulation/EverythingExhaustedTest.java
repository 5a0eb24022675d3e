package io.spillway.scheduling.simulation;

import io.spillway.contract.job.JobStatus;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** All targets are exhausted, with resets at different times, while 2,000 jobs wait; in virtual time. */
class EverythingExhaustedTest {
    private static final int JOBS = 2_000;
    private static final int TENANTS = 20;
    private static final double PER_SECOND = 5;
    private static final double BURST = 10;
    private static final int SLOTS = 64;
    /** A probe, and doubling until the permitted rate is reached, at a second a call. */
    private static final Duration RAMP = Duration.ofSeconds(4);

    private static final Map<TargetName, Duration> RESETS = new LinkedHashMap<>();
    private static SimulatedRedis redis;

    static {
        RESETS.put(new TargetName("first/a"), Duration.ofSeconds(30));
        RESETS.put(new TargetName("second/b"), Duration.ofSeconds(60));
        RESETS.put(new TargetName("third/c"), Duration.ofSeconds(90));
    }

    /** What came of it. */
    private record Drained(boolean all, boolean completed, Duration took, double secondWave) {}

    @BeforeAll
    static void start() {
        redis = SimulatedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void withAKnownRateTheyDrainWithoutASecondWave() {
        // Given
        Limits known = new Limits(OptionalInt.empty(), OptionalInt.of((int) (PER_SECOND * 60)), OptionalInt.empty());

        // When
        Drained drained = drain(known, reset -> new SimulatedProvider.Window(reset, (int) (PER_SECOND * 60)));

        // Then
        assertThat(drained.all()).isTrue();
        assertThat(drained.completed()).isTrue();
        assertThat(drained.secondWave()).isZero();
        assertThat(drained.took()).isLessThan(ideal().multipliedBy(12).dividedBy(10));
    }

    @Test
    void withNothingButHintsTheyDrainAtThePermittedRate() {
        // Given
        Limits unknown = Limits.NONE;

        // When
        Drained drained = drain(unknown, reset -> new SimulatedProvider.Bucket(reset, PER_SECOND, BURST));

        // Then
        assertThat(drained.all()).isTrue();
        assertThat(drained.completed()).isTrue();
        assertThat(drained.secondWave()).isLessThanOrEqualTo(0.05);
        assertThat(drained.took()).isLessThan(ideal().multipliedBy(12).dividedBy(10));
    }

    /** Each target's reset, the ramp, and then every target at its rate. */
    private static Duration ideal() {
        double done = 0;
        for (int second = 0; ; second++) {
            Duration at = Duration.ofSeconds(second);
            done += RESETS.values().stream()
                            .filter(reset -> reset.plus(RAMP).compareTo(at) <= 0)
                            .count()
                    * PER_SECOND;
            if (done >= JOBS) {
                return at;
            }
        }
    }

    private static Drained drain(Limits limits, Function<Instant, SimulatedProvider> provider) {
        List<Offer> offers = RESETS.keySet().stream()
                .map(target -> new Offer(target, 1, 1, SLOTS, limits))
                .toList();
        Map<TargetName, SimulatedProvider> providers = new LinkedHashMap<>();
        VirtualCluster cluster = new VirtualCluster(redis, true, offers, 2, providers);
        RESETS.forEach((target, reset) -> providers.put(target, provider.apply(VirtualCluster.START.plus(reset))));
        RESETS.keySet().forEach(target -> cluster.submit(aJob().targets(target.value())));
        cluster.run(VirtualCluster.START.plus(Duration.ofMillis(500)));
        for (int i = RESETS.size(); i < JOBS; i++) {
            cluster.submit(aJob().tenant("tenant" + i % TENANTS)
                    .priority(List.of(2, 5, 8).get(i % 3))
                    .targets(plan(i)));
        }
        boolean all = cluster.run(VirtualCluster.START.plus(Duration.ofMinutes(30)));
        boolean completed = cluster.logs().ends.values().stream().allMatch(end -> end.status() == JobStatus.COMPLETED);
        double refusals = providers.values().stream()
                .mapToInt(SimulatedProvider::refusals)
                .sum();
        double calls = refusals
                + providers.values().stream().mapToInt(SimulatedProvider::taken).sum();
        return new Drained(all, completed, Duration.between(VirtualCluster.START, cluster.now()), refusals / calls);
    }

    /** Most may go anywhere, some only to one target. */
    private static String[] plan(int job) {
        return switch (job % 7) {
            case 0 -> new String[] {"first/a"};
            case 1 -> new String[] {"second/b", "third/c"};
            default -> new String[] {"first/a", "second/b", "third/c"};
        };
    }
}
