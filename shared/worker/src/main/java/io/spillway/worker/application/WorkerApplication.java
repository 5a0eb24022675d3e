package io.spillway.worker.application;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.contract.cluster.ConfigError;
import io.spillway.worker.WorkerLaunch;
import io.spillway.worker.WorkerProcess;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Starts the worker with the application and drains it at the end. */
@ApplicationScoped
public class WorkerApplication {
    private static final Logger LOG = System.getLogger(WorkerApplication.class.getName());

    private final ServingOf kind;
    private final MeterRegistry metrics;
    private final String version;
    private @Nullable WorkerProcess process;

    @Inject
    WorkerApplication(
            ServingOf kind,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.kind = kind;
        this.metrics = metrics;
        this.version = version;
    }

    void start(@Observes Startup event) {
        try {
            process = WorkerLaunch.start(kind.pool(), version, kind::serving);
            metrics.gauge("spillway.worker.running", process, WorkerProcess::running);
        } catch (ConfigError e) {
            LOG.log(Level.ERROR, e.getMessage());
            // Nothing has been opened yet, and one clear line says more than a stack trace.
            Runtime.getRuntime().halt(1);
        }
    }

    void stop(@Observes Shutdown event) {
        process().ifPresent(WorkerProcess::close);
    }

    Optional<WorkerProcess> process() {
        return Optional.ofNullable(process);
    }
}
