package io.spillway.gguf;

import io.spillway.contract.call.EngineReport;
import io.spillway.contract.call.MemoryReport;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.Serving;
import io.spillway.contract.call.Waits;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.routing.TargetName;
import io.spillway.gguf.supervision.EngineStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A worker's models as what it serves: only those that are loaded are offered. */
public final class GgufServing implements Serving {
    private final GgufModels models;
    private final Map<TargetName, Target> targets;

    public GgufServing(List<Target> targets, GgufOptions options) {
        this.models = GgufModels.start(targets, options);
        this.targets = targets.stream().collect(Collectors.toUnmodifiableMap(Target::name, Function.identity()));
    }

    @Override
    public List<Capacity> capacities() {
        return models.slots().entrySet().stream()
                .map(ready -> capacity(Objects.requireNonNull(targets.get(ready.getKey())), ready.getValue()))
                .toList();
    }

    private static Capacity capacity(Target target, int slots) {
        boolean keepsPrefixes = target.gguf().orElseThrow().tuning().promptCache();
        return new Capacity(target.name(), 1, 1, slots, target.limits(), keepsPrefixes);
    }

    @Override
    public ModelCaller caller(TargetName target, int key) {
        return (call, tokens, stop) -> models.call(filled(call), tokens, stop);
    }

    @Override
    public List<EngineReport> engines() {
        return models.engines().stream().map(GgufServing::report).toList();
    }

    @Override
    public List<MemoryReport> memories() {
        return models.memories();
    }

    @Override
    public void meet(Waits waits) {
        models.meet(waits);
    }

    @Override
    public void close() {
        models.close();
    }

    private ModelCall filled(ModelCall call) {
        Target target = Objects.requireNonNull(targets.get(call.target()));
        return new ModelCall(
                call.job(), call.attempt(), call.type(), call.target(), target.filled(call.request()), call.stream());
    }

    private static EngineReport report(EngineStatus status) {
        return new EngineReport(
                status.name(),
                status.target(),
                status.state(),
                status.pid().orElse(0),
                status.slots(),
                status.restarts(),
                status.residentBytes().orElse(0),
                status.detail());
    }
}
