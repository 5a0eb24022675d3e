package io.spillway.gateway.forecast;

import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.availability.Standing;
import io.spillway.scheduling.PlanWaiting;
import io.spillway.scheduling.TargetState;
import io.spillway.scheduling.WorkerReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole cluster as seen at one moment.
 *
 * @param paces of all gateways together
 */
record Scene(Standing.Snapshot standing, List<PlanWaiting> waits, List<WorkerReport> workers, Map<Pool, Pace> paces) {
    /** Not later than anything in it. */
    Instant at() {
        return standing.at();
    }

    /** How a target stands, if it is (still) one of the configuration. */
    Optional<TargetState> target(TargetName target) {
        return Optional.ofNullable(standing.states().get(target));
    }

    /** Calls of a target that the workers at work could run at once, if they ran nothing else. */
    long slots(TargetName target) {
        return workers.stream()
                .filter(worker -> !worker.draining() && worker.targets().contains(target))
                .mapToLong(WorkerReport::slots)
                .sum();
    }
}
