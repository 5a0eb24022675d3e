package io.spillway.gateway.forecast;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts what this gateway has let in and whose ends it has read, by pool. Each job is accepted by one gateway and each
 * end read by one, so the counts of all gateways add up.
 */
@Singleton
public class Paces {
    private final Cluster cluster;
    private final InstantSource clock;
    private final Map<Pool, Rate> arrivals;
    private final Map<Pool, Rate> served;

    @Inject
    public Paces(Cluster cluster) {
        this(cluster, InstantSource.system());
    }

    Paces(Cluster cluster, InstantSource clock) {
        this.cluster = cluster;
        this.clock = clock;
        this.arrivals = rates(clock.instant());
        this.served = rates(clock.instant());
    }

    /** A job has come; it counts for the pool of its first target. */
    public void arrived(Job job) {
        pool(job.plan()).ifPresent(pool -> count(arrivals, pool, clock.instant()));
    }

    /** A job has ended with this attempt. */
    public void served(Attempt last) {
        pool(last.target()).ifPresent(pool -> count(served, pool, last.endedAt()));
    }

    /** This gateway's part, as of now. */
    Map<Pool, Pace> now() {
        Instant now = clock.instant();
        return Arrays.stream(Pool.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        pool -> new Pace(
                                of(arrivals, pool).perSecond(now),
                                of(served, pool).perSecond(now))));
    }

    private Optional<Pool> pool(Plan plan) {
        return plan.targets().stream().findFirst().flatMap(this::pool);
    }

    private Optional<Pool> pool(TargetName target) {
        return Optional.ofNullable(cluster.targets().get(target)).map(Target::pool);
    }

    private void count(Map<Pool, Rate> rates, Pool pool, Instant at) {
        of(rates, pool).count(at, clock.instant());
    }

    private static Rate of(Map<Pool, Rate> rates, Pool pool) {
        Rate rate = rates.get(pool);
        if (rate == null) {
            throw new IllegalStateException("every pool has a rate: " + pool);
        }
        return rate;
    }

    private static Map<Pool, Rate> rates(Instant since) {
        Map<Pool, Rate> rates = new EnumMap<>(Pool.class);
        Arrays.stream(Pool.values()).forEach(pool -> rates.put(pool, new Rate(since)));
        return rates;
    }
}
