package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.contract.cluster.Route;
import io.spillway.contract.routing.Plan;
import io.spillway.gateway.availability.AvailabilityBody;
import io.spillway.gateway.availability.Condition;
import io.spillway.gateway.availability.Standing;
import io.spillway.scheduling.TargetState;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A route as operators see it. */
@Schema(name = "Route")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RouteBody(
        String name,

        @Schema(description = "Which target leads; the others follow in the order of the list.")
        String strategy,

        @Schema(description = "Calls of one target that may fail before a job leaves it.")
        int attemptsPerTarget,

        @Schema(description = "Waits before the 2nd, 3rd … call of one target, as ISO 8601 durations.")
        List<String> backoff,

        boolean available,
        List<Choice> targets) {
    /** One target of a route. */
    @Schema(name = "RouteTarget")
    public record Choice(
            String target,

            @Schema(description = "How long a job waits while it is merely busy, as an ISO 8601 duration.")
            String patience,

            @Schema(enumeration = {"available", "probing", "exhausted", "unhealthy", "disabled"})
            String state,

            @Schema(description = "Epoch seconds at which it is back.") @Nullable
            Long until) {}

    static RouteBody of(Route route, Standing.Snapshot snapshot) {
        return new RouteBody(
                route.name(),
                route.strategy().word(),
                route.retry().attemptsPerTarget(),
                route.retry().backoff().stream().map(Duration::toString).toList(),
                route.plan().targets().stream().map(snapshot::of).anyMatch(TargetState::available),
                route.plan().choices().stream()
                        .map(choice -> choice(choice, snapshot.of(choice.target())))
                        .toList());
    }

    private static Choice choice(Plan.Choice choice, TargetState state) {
        return new Choice(
                choice.target().value(),
                choice.patience().toString(),
                Condition.of(state).word(),
                AvailabilityBody.seconds(state.until()));
    }
}
