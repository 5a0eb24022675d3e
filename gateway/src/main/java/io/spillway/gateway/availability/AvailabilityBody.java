package io.spillway.gateway.availability;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.contract.outcome.ExhaustionKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether one model can be had now. */
@Schema(name = "ModelAvailability")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AvailabilityBody(
        @Schema(description = "What a job may name as its model.")
        String model,

        @Schema(enumeration = {"route", "target"}) String kind,

        @Schema(description = "Whether a job could start now, if there is a free slot. It may be submitted anyway.")
        boolean available,

        @Schema(
                enumeration = {
                    "rate_limited",
                    "quota_exhausted",
                    "billing",
                    "auth",
                    "overloaded",
                    "unhealthy",
                    "operator"
                },
                description = "Why not; of a route, why the first target to be back is out.")
        @Nullable
        String reason,

        @Schema(description = "When it is expected back, in epoch seconds.") @Nullable
        Long until,

        @Schema(description = "Jobs that wait and may go to this target; of a route, the most of any of its targets.")
        long waiting,

        @Schema(description = "Seconds until a job submitted now may start, estimated; null where that is not known.")
        @Nullable
        Long estimatedWaitS,

        @Schema(description = "Of a route, its targets in order.")
        List<Stop> targets) {
    /** One target of a route. */
    @Schema(name = "RouteStop")
    public record Stop(
            String target,
            boolean available,
            @Nullable String reason,
            @Nullable Long until) {}

    /** Models and whether they can be had. */
    @Schema(name = "Availability")
    public record Listed(@Schema(examples = "availability") String object, List<AvailabilityBody> data) {
        static Listed of(List<AvailabilityBody> data) {
            return new Listed("availability", data);
        }
    }

    /** Whether both say the same, but for the estimate, which changes by the second. */
    boolean same(@Nullable AvailabilityBody other) {
        return other != null && without().equals(other.without());
    }

    private AvailabilityBody without() {
        return new AvailabilityBody(model, kind, available, reason, until, waiting, null, targets);
    }

    static @Nullable String word(Optional<ExhaustionKind> kind) {
        return kind.map(ExhaustionKind::word).orElse(null);
    }

    /** Epoch seconds, rounded up: who comes back then does not come too early. */
    public static @Nullable Long seconds(Optional<Instant> moment) {
        return moment.map(at -> Math.ceilDiv(at.toEpochMilli(), 1_000)).orElse(null);
    }
}
