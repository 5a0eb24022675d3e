package io.spillway.gateway.availability;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Route;
import io.spillway.contract.routing.TargetName;
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

    AvailabilityShape(Cluster cluster) {
        this.cluster = cluster;
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

    private static AvailabilityBody target(TargetName target, Standing.Snapshot snapshot) {
        TargetState state = snapshot.of(target);
        return new AvailabilityBody(
                target.value(),
                "target",
                state.available(),
                AvailabilityBody.word(Condition.reason(state)),
                AvailabilityBody.seconds(state.until()),
                state.waiting(),
                estimate(state.until(), state.waiting(), snapshot.at()),
                List.of());
    }

    private static AvailabilityBody route(Route route, Standing.Snapshot snapshot) {
        List<TargetState> states =
                route.plan().targets().stream().map(snapshot::of).toList();
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
                estimate(until, waiting, snapshot.at()),
                states.stream().map(AvailabilityShape::stop).toList());
    }

    private static AvailabilityBody.Stop stop(TargetState state) {
        return new AvailabilityBody.Stop(
                state.target().value(),
                state.available(),
                AvailabilityBody.word(Condition.reason(state)),
                AvailabilityBody.seconds(state.until()));
    }

    /** Nothing is said where jobs wait already: how quickly they go is not known here. */
    private static @Nullable Long estimate(Optional<Instant> until, long waiting, Instant now) {
        if (waiting > 0) {
            return null;
        }
        return until.map(back -> Math.max(0, Math.ceilDiv(back.toEpochMilli() - now.toEpochMilli(), 1_000)))
                .orElse(0L);
    }
}
