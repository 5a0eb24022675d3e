package io.spillway.gpu;

import io.spillway.contract.call.EngineReport;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.Serving;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import java.util.List;

/**
 * What a worker without a GPU serves: nothing. Its targets' jobs wait for a worker that has one, or go on to the next
 * target of their plans, and operators see why.
 */
record WithoutGpu(List<Target> targets, String reason) implements Serving {
    WithoutGpu {
        targets = List.copyOf(targets);
    }

    @Override
    public List<Capacity> capacities() {
        return List.of();
    }

    @Override
    public ModelCaller caller(TargetName target, int key) {
        return (_, _, _) -> new Outcome.Refused(reason);
    }

    @Override
    public List<EngineReport> engines() {
        return targets.stream()
                .map(target -> new EngineReport("engine-" + target.model(), target.name(), "down", 0, 0, 0, 0, reason))
                .toList();
    }

    @Override
    public void close() {}
}
