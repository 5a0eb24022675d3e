package io.spillway.cloud.trim;

import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Calls models, with shorter conversations for the targets that want them, and says so with the answer. */
public final class TrimmingCaller implements ModelCaller {
    private final ModelCaller caller;
    private final Map<TargetName, OptionalInt> contexts;

    public TrimmingCaller(ModelCaller caller, List<Target> targets) {
        this.caller = caller;
        this.contexts = targets.stream().collect(Collectors.toUnmodifiableMap(Target::name, Target::trimTo));
    }

    @Override
    public Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
        OptionalInt context = contexts.getOrDefault(call.target(), OptionalInt.empty());
        if (context.isEmpty() || call.type() != JobType.CHAT) {
            return caller.call(call, tokens, stop);
        }
        Trimmed trimmed = Trimmed.to(context.getAsInt(), call.request());
        Outcome outcome = caller.call(call.asking(trimmed.request()), tokens, stop);
        return outcome instanceof Outcome.Completed done && trimmed.leftOut() > 0
                ? done.noting("trimmed: the oldest " + trimmed.leftOut() + " messages were left out")
                : outcome;
    }
}
