package io.spillway.cloud.guard;

import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Calls models with one key, and watches each target for failures that repeat. */
public final class BreakingCaller implements ModelCaller {
    private final ModelCaller caller;
    private final Map<TargetName, Breaker> breakers = new ConcurrentHashMap<>();

    public BreakingCaller(ModelCaller caller) {
        this.caller = caller;
    }

    @Override
    public Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
        Outcome outcome = caller.call(call, tokens, stop);
        return breakers.computeIfAbsent(call.target(), _ -> new Breaker()).judged(outcome);
    }
}
