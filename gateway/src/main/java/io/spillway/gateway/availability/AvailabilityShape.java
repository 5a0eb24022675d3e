package io.spillway.gateway.availability;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Route;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.forecast.Estimates;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.TargetState;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Routes and targets as clients see them. */
@Singleton
class AvailabilityShape {
    private final Cluster cluster;
    private final Estimates estimates;
    private final Settings settings;

    AvailabilityShape(Cluster cluster, Estimates estimates, Settings settings) {
        this.settings = settings;
        this.cluster = cluster;
        this.estimates = estimates;
    }

    /** All routes, then all targets, in the configuration's order. */
    List<AvailabilityBody> all(Standing.Snapshot snapshot) {
        return Stream.concat(
                        cluster.routes().values().stream().map(route -> route(route, snapshot)),
                        cluster.targets().keySet().stream().map(target -> target(target, snapshot)))
                .toList();
    }

    /** What a job would mean by {@code model}, if that is known. */
    Optional<AvailabilityBody> one(String model, Standing.Snapshot snapshot) {
        return cluster.routes().containsKey(model)
                ? cluster.route(model).map(route -> route(route, snapshot))
                : cluster.route(model).map(_ -> target(new TargetName(model), snapshot));
    }

    private AvailabilityBody target(TargetName target, Standing.Snapshot snapshot) {
        TargetState state = snapshot.of(target);
        return new AvailabilityBody(
                target.value(),
                "target",
                state.available(),
                AvailabilityBody.word(Condition.reason(state)),
                AvailabilityBody.seconds(state.until()),
                state.waiting(),
                estimate(List.of(state), state.waiting(), snapshot.at()),
                List.of());
    }

    private AvailabilityBody route(Route route, Standing.Snapshot snapshot) {
        List<TargetState> states = settings.inForce(route).plan().targets().stream()
                .map(snapshot::of)
                .toList();
        boolean available = states.stream().anyMatch(TargetState::available);
        Optional<TargetState> first = available
                ? Optional.empty()
                : states.stream()
                        .min(Comparator.comparing(state -> state.until().orElseThrow()));
        Optional<Instant> until = first.flatMap(TargetState::until);
        long waiting = states.stream().mapToLong(TargetState::waiting).max().orElse(0);
        return new AvailabilityBody(
                route.name(),
                "route",
                available,
                AvailabilityBody.word(first.flatMap(Condition::reason)),
                AvailabilityBody.seconds(until),
                waiting,
                estimate(states, waiting, snapshot.at()),
                states.stream().map(AvailabilityShape::stop).toList());
    }

    private static AvailabilityBody.Stop stop(TargetState state) {
        return new AvailabilityBody.Stop(
                state.target().value(),
                state.available(),
                AvailabilityBody.word(Condition.reason(state)),
                AvailabilityBody.seconds(state.until()));
    }

    /** With nobody before it a job starts at once, or when the first is back; else it takes what is known of the pace. */
    private @Nullable Long estimate(List<TargetState> states, long waiting, Instant now) {
        if (waiting == 0 && states.stream().noneMatch(TargetState::available)) {
            return states.stream()
                    .flatMap(state -> state.until().stream())
                    .min(Comparator.naturalOrder())
                    .map(back -> Math.max(0, Math.ceilDiv(back.toEpochMilli() - now.toEpochMilli(), 1_000)))
                    .orElse(null);
        }
        return estimates
                .ofNewcomer(states.stream().map(AvailabilityShape::asSeenByJobs).toList())
                .map(wait -> Math.ceilDiv(wait.toMillis(), 1_000))
                .orElse(waiting == 0 ? Long.valueOf(0) : null);
    }

    private static JobView.Stop asSeenByJobs(TargetState state) {
        return new JobView.Stop(state.target(), state.available(), Condition.reason(state), state.until());
    }
}
