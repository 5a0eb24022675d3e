package io.spillway.local;

import io.spillway.contract.call.Serving;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.routing.Pool;
import io.spillway.gguf.GgufOptions;
import io.spillway.gguf.GgufServing;
import io.spillway.worker.application.ServingOf;
import jakarta.enterprise.context.ApplicationScoped;

/** A worker that runs GGUF models on the CPU. */
@ApplicationScoped
class LocalWorker implements ServingOf {
    @Override
    public Pool pool() {
        return Pool.LOCAL;
    }

    @Override
    public Serving serving(Cluster cluster) {
        return new GgufServing(cluster.targetsOf(Pool.LOCAL), GgufOptions.ofWorker("worker-local", cluster.engines()));
    }
}
