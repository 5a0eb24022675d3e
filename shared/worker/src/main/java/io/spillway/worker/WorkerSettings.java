package io.spillway.worker;

import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.routing.Pool;
import java.net.URI;
import java.time.Duration;

/**
 * Who a worker is and where its cluster is.
 *
 * @param name what people call it, e.g. {@code worker-local-1}
 * @param kafka bootstrap servers, {@code host:port,…}
 * @param partitions of the topics, should this process be the first to come
 * @param mostRunning how many calls it runs at once over all targets
 * @param drain how long a stopping worker lets running calls go on before it hands them back
 * @param artifacts where what the log does not carry lies; closed with the worker
 */
public record WorkerSettings(
        String name,
        Pool pool,
        String version,
        Cluster cluster,
        String kafka,
        URI redis,
        int partitions,
        short replication,
        int mostRunning,
        Duration drain,
        ArtifactStore artifacts) {
    /** How long a lease holds without renewal. */
    public static final Duration LEASE = Duration.ofSeconds(15);
    /** How often leases are renewed. */
    public static final Duration RENEWAL = Duration.ofSeconds(5);
}
