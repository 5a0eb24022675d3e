package io.spillway.gpu;

import io.spillway.contract.call.Serving;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.routing.Pool;
import io.spillway.gguf.GgufOptions;
import io.spillway.gguf.GgufServing;
import io.spillway.gguf.memory.MemoryPlan;
import io.spillway.gpu.device.Gpus;
import io.spillway.worker.application.ServingOf;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A worker that runs GGUF models on CUDA GPUs. */
@ApplicationScoped
class GpuWorker implements ServingOf {
    private static final Logger LOG = Logger.getLogger(GpuWorker.class);

    @Override
    public Pool pool() {
        return Pool.GPU;
    }

    /** Without a GPU it serves nothing, or on the CPU: {@code engines.without-gpu} says which. */
    @Override
    public Serving serving(Cluster cluster) {
        Gpus gpus = Gpus.look();
        gpus.found()
                .forEach(gpu -> LOG.infof(
                        "gpu=%d name=%s free_mib=%d total_mib=%d",
                        gpu.index(), gpu.name(), gpu.freeMib(), gpu.totalMib()));
        List<Target> targets = cluster.targetsOf(Pool.GPU);
        Optional<MemoryPlan> memory = GpuMemory.of(gpus, cluster.engines());
        if (memory.isEmpty()) {
            LOG.warnf("no GPU (%s), without-gpu=not-ready: this worker offers no target", gpus.reason());
            return new WithoutGpu(targets, "no GPU: " + gpus.reason());
        }
        if (gpus.found().isEmpty()) {
            LOG.warnf("no GPU (%s), without-gpu=cpu: the models run on the CPU", gpus.reason());
        }
        return new GgufServing(
                targets, GgufOptions.ofWorker("worker-gpu", cluster.engines()).with(memory.get()));
    }
}
