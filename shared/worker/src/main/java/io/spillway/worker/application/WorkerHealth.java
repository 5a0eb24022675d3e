package io.spillway.worker.application;

import io.spillway.worker.WorkerProcess;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.function.Predicate;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** The worker's health; it does not flap with Kafka or Redis, whose absence shows elsewhere. */
@ApplicationScoped
public class WorkerHealth {
    private final WorkerApplication application;

    @Inject
    WorkerHealth(WorkerApplication application) {
        this.application = application;
    }

    /** Alive as long as it answers. */
    @Produces
    @Liveness
    HealthCheck live() {
        return () -> HealthCheckResponse.up("worker");
    }

    /** Takes jobs: from the start until it drains. */
    @Produces
    @Readiness
    HealthCheck ready() {
        return check(WorkerProcess::ready);
    }

    /** Has reached Kafka and Redis once. */
    @Produces
    @Startup
    HealthCheck started() {
        return check(WorkerProcess::started);
    }

    private HealthCheck check(Predicate<WorkerProcess> condition) {
        return () -> HealthCheckResponse.named("worker")
                .status(application.process().filter(condition).isPresent())
                .build();
    }
}
