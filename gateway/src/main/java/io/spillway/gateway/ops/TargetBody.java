package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.Adjustment;
import io.spillway.contract.routing.Limits;
import io.spillway.gateway.availability.AvailabilityBody;
import io.spillway.gateway.availability.Condition;
import io.spillway.scheduling.HealthReport;
import io.spillway.scheduling.TargetState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A target as operators see it. */
@Schema(name = "Target")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TargetBody(
        String name,
        @Nullable String label,
        String provider,
        String model,
        @Schema(enumeration = {"cloud", "local", "gpu"}) String pool,
        List<String> types,

        @Schema(enumeration = {"available", "probing", "exhausted", "unhealthy", "disabled"})
        String state,

        @Schema(description = "Epoch seconds at which the first key is back, where none is there now.") @Nullable
        Long until,

        List<Key> keys,

        @Schema(description = "Jobs that wait and may go here.")
        long waiting,

        @Schema(description = "Calls under way.") long running,

        @Schema(description = "What holds: what an operator has set, else what is configured.")
        TargetLimits limits,

        @Schema(description = "What an operator has set for weighted routes; null where the file counts.") @Nullable
        Integer weight,

        @Nullable Price price,

        @Schema(description = "What its provider said when it was last asked; null where it is not asked.") @Nullable
        Health health) {
    /** Whether the provider is well. */
    @Schema(name = "TargetHealth")
    public record Health(
            boolean well,
            @Schema(description = "Epoch seconds.") long at,
            String detail) {}

    /** One of the keys of the target's provider. */
    @Schema(name = "TargetKey")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Key(
            int number,

            @Schema(description = "Epoch seconds until which it is not called.") @Nullable
            Long until,

            @Nullable String kind,
            @Nullable String why,

            @Schema(description = "Calls at once it may have while it proves itself again.") @Nullable
            Integer allowed,

            @Schema(description = "Calls that the provider's last word leaves until the reset.") @Nullable
            Long requestsRemaining,

            @Schema(description = "Epoch seconds of that reset.") @Nullable
            Long requestsReset,

            @Schema(description = "Tokens that the provider's last word leaves until the reset.") @Nullable
            Long tokensRemaining,

            @Schema(description = "Epoch seconds of that reset.") @Nullable
            Long tokensReset) {}

    /** How much may be asked of one key; null where nothing is configured. */
    @Schema(name = "TargetLimits")
    public record TargetLimits(
            @Nullable Integer concurrency,

            @Nullable Integer rpm,
            @Nullable Integer tpm) {}

    /** US dollars: for a million tokens, for one image, for a million characters spoken. */
    @Schema(name = "TargetPrice")
    public record Price(BigDecimal input, BigDecimal output, BigDecimal image, BigDecimal characters) {}

    static TargetBody of(Target target, TargetState state, Optional<HealthReport> health, Adjustment set) {
        return new TargetBody(
                target.name().value(),
                target.label().orElse(null),
                target.name().provider(),
                target.model(),
                target.pool().word(),
                target.types().stream().sorted().map(JobType::word).toList(),
                Condition.of(state).word(),
                AvailabilityBody.seconds(state.until()),
                state.keys().stream().map(TargetBody::key).toList(),
                state.waiting(),
                state.running(),
                limits(set.over(target.limits())),
                number(set.weight()),
                target.price()
                        .map(price -> new Price(price.input(), price.output(), price.image(), price.characters()))
                        .orElse(null),
                health.map(said -> new Health(said.well(), said.at().getEpochSecond(), said.detail()))
                        .orElse(null));
    }

    private static Key key(TargetState.Key key) {
        return new Key(
                key.number(),
                AvailabilityBody.seconds(key.until()),
                key.kind().map(ExhaustionKind::word).orElse(null),
                key.why().isEmpty() ? null : key.why(),
                number(key.allowed()),
                key.requests().map(TargetState.Left::remaining).orElse(null),
                AvailabilityBody.seconds(key.requests().map(TargetState.Left::reset)),
                key.tokens().map(TargetState.Left::remaining).orElse(null),
                AvailabilityBody.seconds(key.tokens().map(TargetState.Left::reset)));
    }

    private static TargetLimits limits(Limits limits) {
        return new TargetLimits(number(limits.concurrency()), number(limits.rpm()), number(limits.tpm()));
    }

    private static @Nullable Integer number(OptionalInt number) {
        return number.isPresent() ? Integer.valueOf(number.getAsInt()) : null;
    }
}
