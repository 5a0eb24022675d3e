package io.spillway.worker.application;

import io.spillway.contract.call.Serving;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.routing.Pool;

/** The one bean that makes a worker application of one kind or another. */
public interface ServingOf {
    /** Which targets it serves. */
    Pool pool();

    /** Makes what it serves from the configuration. */
    Serving serving(Cluster cluster);
}
