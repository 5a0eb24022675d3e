package io.spillway.cloud.provider.ollama;

import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Calls an Ollama server; where it says that it lacks the model, it is told to fetch it, and the target rests. */
public final class PullingCaller implements ModelCaller {
    /** Soon enough to notice that a small model has come, and no flood while a large one comes. */
    private static final Duration AGAIN = Duration.ofSeconds(15);

    private final ModelCaller chat;
    private final ModelPull pull;
    private final Map<TargetName, Target> targets;

    public PullingCaller(ModelCaller chat, ModelPull pull, List<Target> targets) {
        this.chat = chat;
        this.pull = pull;
        this.targets = targets.stream().collect(Collectors.toUnmodifiableMap(Target::name, Function.identity()));
    }

    @Override
    public Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
        Outcome outcome = chat.call(call, tokens, stop);
        Target target = targets.get(call.target());
        if (target == null || !(outcome instanceof Outcome.Refused refused) || !missing(refused)) {
            return outcome;
        }
        if (!pull.begin(target.model())) {
            return outcome;
        }
        return new Outcome.Exhausted(
                ExhaustionKind.OVERLOADED, Optional.of(AGAIN), "the model is missing and is being fetched");
    }

    /** <a href="https://docs.ollama.com/api/errors">Ollama's</a> 404, {@code model "x" not found}. */
    private static boolean missing(Outcome.Refused refused) {
        return refused.detail().startsWith("404") && refused.detail().contains("model");
    }
}
