package io.spillway.worker;

import io.spillway.contract.call.Serving;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.ClusterFile;
import io.spillway.contract.cluster.ConfigError;
import io.spillway.contract.job.JobId;
import io.spillway.contract.routing.Pool;
import io.spillway.log.KafkaAccess;
import io.spillway.scheduling.RedisAccess;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * Starts a worker as its environment says.
 *
 * <ul>
 *   <li>{@code SPILLWAY_CONFIG}: the cluster's {@code spillway.yaml}
 *   <li>{@code SPILLWAY_KAFKA}, {@code SPILLWAY_REDIS}: {@code host:port}, {@code redis://host:port}
 *   <li>{@code SPILLWAY_KAFKA_…}, {@code SPILLWAY_REDIS_…}: TLS and who we are there, see {@link KafkaAccess}, {@link
 *       RedisAccess}
 *   <li>{@code SPILLWAY_PROCESS}: what people call this process
 *   <li>{@code SPILLWAY_PARTITIONS}, {@code SPILLWAY_REPLICATION}: of topics that have to be made, 8 and 1
 *   <li>{@code SPILLWAY_SLOTS}: calls at once over all targets, 500
 *   <li>{@code SPILLWAY_DRAIN}: how long running calls may go on after SIGTERM, {@code PT8S}
 *   <li>{@code SPILLWAY_ARTIFACTS}: the artifact store, a folder or {@code s3://bucket/prefix}; {@code artifacts}
 *   <li>{@code SPILLWAY_PAYLOAD_KEYS}: what payloads are encrypted with, none
 * </ul>
 */
public final class WorkerLaunch {
    private static final Logger LOG = System.getLogger(WorkerLaunch.class.getName());

    private WorkerLaunch() {}

    /**
     * Starts a worker of {@code pool}.
     *
     * @param serving makes what the worker serves from the configuration
     * @throws ConfigError if the configuration is wrong
     */
    public static WorkerProcess start(Pool pool, String version, Function<Cluster, Serving> serving)
            throws ConfigError {
        Map<String, String> environment = System.getenv();
        Path file = Path.of(environment.getOrDefault("SPILLWAY_CONFIG", "spillway.yaml"));
        Cluster cluster = ClusterFile.read(file, environment::get);
        cluster.notices().forEach(notice -> LOG.log(Level.WARNING, notice));
        // Its one line has been said, and there is nothing to drain.
        return WorkerProcess.start(
                settings(pool, version, cluster, environment),
                serving.apply(cluster),
                _ -> Runtime.getRuntime().halt(1));
    }

    static WorkerSettings settings(Pool pool, String version, Cluster cluster, Map<String, String> environment)
            throws ConfigError {
        Surroundings around = new Surroundings(environment);
        URI redis = around.redis("SPILLWAY_REDIS", "redis://localhost:6379");
        KafkaAccess.check();
        RedisAccess.check(redis);
        return new WorkerSettings(
                around.text("SPILLWAY_PROCESS", "worker-" + pool.word()),
                pool,
                version,
                cluster,
                around.text("SPILLWAY_KAFKA", "localhost:9092"),
                redis,
                around.number("SPILLWAY_PARTITIONS", 8, JobId.MAX_PARTITIONS),
                (short) around.number("SPILLWAY_REPLICATION", 1, Short.MAX_VALUE),
                around.number("SPILLWAY_SLOTS", 500, Integer.MAX_VALUE),
                around.duration("SPILLWAY_DRAIN", Duration.ofSeconds(8)),
                around.artifacts("SPILLWAY_ARTIFACTS", "artifacts"));
    }
}
