package io.spillway.worker;

import io.spillway.contract.call.Serving;
import io.spillway.contract.cluster.ConfigError;
import io.spillway.log.LogUnavailable;
import io.spillway.log.Topics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of a worker process: it starts whether or not Kafka and Redis are there, opens the worker once both have
 * been reached, and drains it at the end. An application only starts it, stops it, and shows its health.
 */
public final class WorkerProcess implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WorkerProcess.class.getName());
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final WorkerIdentity identity;
    private final Serving serving;
    private final AtomicReference<@Nullable Worker> worker = new AtomicReference<>();
    private final Consumer<ConfigError> refused;
    private final Thread opening;
    private volatile boolean started;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private WorkerProcess(WorkerSettings settings, Serving serving, Consumer<ConfigError> refused) {
        this.refused = refused;
        this.identity = WorkerIdentity.create(settings);
        this.serving = serving;
        this.opening = Thread.ofPlatform().name("opening").daemon().unstarted(this::open);
    }

    /** Begins to work; returns at once. */
    public static WorkerProcess start(WorkerSettings settings, Serving serving) {
        return start(settings, serving, _ -> {});
    }

    /**
     * The same.
     *
     * @param refused is told why this process cannot be one of the cluster's, should that be so; it never works then
     */
    public static WorkerProcess start(WorkerSettings settings, Serving serving, Consumer<ConfigError> refused) {
        WorkerProcess process = new WorkerProcess(settings, serving, refused);
        process.opening.start();
        return process;
    }

    /** Whether Kafka and Redis have been reached once. */
    public boolean started() {
        return started;
    }

    /** Whether it takes jobs: from the start until it drains; an outage does not change it. */
    public boolean ready() {
        return started && !stopping.get();
    }

    /** How many jobs it is running. */
    public int running() {
        Worker open = worker.get();
        return open == null ? 0 : open.runningJobs();
    }

    private void open() {
        WorkerSettings settings = identity.settings();
        try {
            while (!stopping.get() && worker.get() == null) {
                try {
                    int partitions = Topics.ensure(settings.kafka(), settings.partitions(), settings.replication());
                    worker.set(new Worker(identity, partitions, serving));
                } catch (LogUnavailable e) {
                    LOG.log(Level.WARNING, "waiting for Kafka: {0}", e.getMessage());
                    Thread.sleep(AGAIN);
                }
            }
            Worker open = worker.get();
            if (open != null) {
                awaitRedis(open, settings.redis().getHost());
            }
            started = open != null;
            LOG.log(
                    Level.INFO,
                    "worker={0} pool={1} is at work",
                    settings.name(),
                    settings.pool().word());
        } catch (ConfigError e) {
            LOG.log(Level.ERROR, e.getMessage());
            refused.accept(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRedis(Worker open, String host) throws InterruptedException {
        Optional<String> away = open.redisAway();
        while (!stopping.get() && away.isPresent()) {
            LOG.log(Level.WARNING, "waiting for Redis at {0}: {1}", host, away.get());
            Thread.sleep(AGAIN);
            away = open.redisAway();
        }
    }

    /** Drains and stops; the second time does nothing. */
    @Override
    public void close() {
        if (stopping.getAndSet(true)) {
            return;
        }
        try {
            opening.join(AGAIN.multipliedBy(10));
            Worker open = worker.get();
            if (open != null) {
                open.drain();
                open.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            serving.close();
            identity.settings().artifacts().close();
        }
    }
}
