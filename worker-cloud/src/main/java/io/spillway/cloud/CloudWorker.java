package io.spillway.cloud;

import io.spillway.contract.call.Serving;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.routing.Pool;
import io.spillway.worker.application.ServingOf;
import jakarta.enterprise.context.ApplicationScoped;

/** A worker that calls providers over HTTP. */
@ApplicationScoped
class CloudWorker implements ServingOf {
    @Override
    public Pool pool() {
        return Pool.CLOUD;
    }

    @Override
    public Serving serving(Cluster cluster) {
        CloudServing serving = new CloudServing(cluster, TracedProviders.of(cluster, System.getenv()));
        serving.look();
        return serving;
    }
}
