package io.spillway.gateway.forecast;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.PlanWaiting;
import io.spillway.scheduling.TargetState;
import io.spillway.scheduling.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How one pool stands and what it has to expect.
 *
 * @param waiting jobs whose next target is one of the pool's: the first of their plan that may be called now, else the
 *     first to be back. So each waiting job counts for one pool
 * @param startable those of them that wait for a free slot only, not for a target to be back
 * @param running calls under way
 * @param slots calls that its workers can run at once
 * @param oldest how long the oldest of them has waited
 */
record PoolFigures(long waiting, long startable, long running, long slots, Duration oldest, Pace pace) {
    /** What {@code scene} says of {@code pool}. */
    static PoolFigures of(Pool pool, Scene scene, Cluster cluster) {
        List<PlanWaiting> here = scene.waits().stream()
                .filter(each -> next(each.plan(), scene)
                        .filter(state -> poolOf(state.target(), cluster).equals(Optional.of(pool)))
                        .isPresent())
                .toList();
        return new PoolFigures(
                sum(here),
                sum(here.stream()
                        .filter(each -> next(each.plan(), scene)
                                .filter(TargetState::available)
                                .isPresent())
                        .toList()),
                scene.standing().states().values().stream()
                        .filter(state -> poolOf(state.target(), cluster).equals(Optional.of(pool)))
                        .mapToLong(TargetState::running)
                        .sum(),
                scene.workers().stream()
                        .filter(worker -> worker.pool() == pool && !worker.draining())
                        .mapToLong(WorkerReport::slots)
                        .sum(),
                oldest(here, scene.at()),
                scene.paces().getOrDefault(pool, Pace.NONE));
    }

    /** Jobs that will come within {@code time} if they go on coming as lately. */
    double arrivals(Duration time) {
        return pace.arrivals() * time.toSeconds();
    }

    /** Jobs that will wait after {@code time} if they go on coming and being served as lately. */
    double waitingAfter(Duration time) {
        return Math.max(0, waiting + (pace.arrivals() - pace.served()) * time.toSeconds());
    }

    private static Optional<TargetState> next(Plan plan, Scene scene) {
        List<TargetState> states = plan.targets().stream()
                .flatMap(target -> scene.target(target).stream())
                .toList();
        return states.stream()
                .filter(TargetState::available)
                .findFirst()
                .or(() -> states.stream()
                        .min(Comparator.comparing(state -> state.until().orElse(Instant.MAX))));
    }

    private static Optional<Pool> poolOf(TargetName target, Cluster cluster) {
        return Optional.ofNullable(cluster.targets().get(target)).map(known -> known.pool());
    }

    private static Duration oldest(List<PlanWaiting> waits, Instant now) {
        return waits.stream()
                .flatMap(each -> each.oldest().stream())
                .min(Comparator.naturalOrder())
                .map(accepted -> Duration.between(accepted, now))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    private static long sum(List<PlanWaiting> waits) {
        return waits.stream().mapToLong(PlanWaiting::waiting).sum();
    }
}
