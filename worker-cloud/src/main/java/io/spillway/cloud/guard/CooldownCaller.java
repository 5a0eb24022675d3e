package io.spillway.cloud.guard;

import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Calls models, and gives an exhaustion that names no time the time that the target's configuration has for it. */
public final class CooldownCaller implements ModelCaller {
    private final ModelCaller caller;
    private final Map<TargetName, Duration> cooldowns;

    public CooldownCaller(ModelCaller caller, List<Target> targets) {
        this.caller = caller;
        this.cooldowns = targets.stream()
                .filter(target -> target.cooldown().isPresent())
                .collect(Collectors.toUnmodifiableMap(
                        Target::name, target -> target.cooldown().get()));
    }

    @Override
    public Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
        Outcome outcome = caller.call(call, tokens, stop);
        Duration cooldown = cooldowns.get(call.target());
        return outcome instanceof Outcome.Exhausted exhausted && cooldown != null
                ? timed(exhausted, cooldown)
                : outcome;
    }

    private static Outcome timed(Outcome.Exhausted exhausted, Duration cooldown) {
        return switch (exhausted.kind()) {
            case RATE_LIMITED, QUOTA_EXHAUSTED, OVERLOADED, UNHEALTHY ->
                exhausted.retryAfter().isPresent()
                        ? exhausted
                        : new Outcome.Exhausted(exhausted.kind(), Optional.of(cooldown), exhausted.detail());
            // A key that is wrong or not paid for does not mend by waiting.
            case BILLING, AUTH, OPERATOR -> exhausted;
        };
    }
}
