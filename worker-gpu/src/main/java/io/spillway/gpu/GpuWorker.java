package io.spillway.gpu;

import io.spillway.contract.call.Serving;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.routing.Pool;
import io.spillway.gguf.GgufOptions;
import io.spillway.gguf.GgufServing;
import io.spillway.gpu.device.Gpu;
import io.spillway.gpu.device.NvidiaSmi;
import io.spillway.worker.application.ServingOf;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** A worker that runs GGUF models on CUDA GPUs. */
@ApplicationScoped
class GpuWorker implements ServingOf {
    private static final Logger LOG = Logger.getLogger(GpuWorker.class);

    @Override
    public Pool pool() {
        return Pool.GPU;
    }

    /** Without a GPU it serves nothing: its targets' jobs wait for a worker that has one, or spill over. */
    @Override
    public Serving serving(Cluster cluster) {
        List<Gpu> gpus = NvidiaSmi.gpus();
        if (gpus.isEmpty()) {
            LOG.warn("no CUDA GPU found (nvidia-smi lists none): this worker offers no target");
        }
        gpus.forEach(gpu -> LOG.infof("gpu=%d name=%s free_mib=%d", gpu.index(), gpu.name(), gpu.freeMib()));
        return new GgufServing(
                gpus.isEmpty() ? List.of() : cluster.targetsOf(Pool.GPU),
                GgufOptions.ofWorker("worker-gpu", cluster.engines()));
    }
}
