package io.spillway.gateway.backbone;

import io.spillway.contract.cluster.Cluster;
import io.spillway.gateway.access.KeyRing;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Started once everything has been reached once; ready from then until the process drains. An outage in between shows
 * in the answers and the metrics, not here: a gateway that says 503 with a Retry-After serves its clients better than
 * one that has been taken out of the load balancer with all others.
 */
@Singleton
public class Health {
    private final Backbone backbone;
    private final Pulse pulse;
    private final Draining draining;
    private final KeyRing keys;
    private final Cluster cluster;

    Health(Backbone backbone, Pulse pulse, Draining draining, KeyRing keys, Cluster cluster) {
        this.backbone = backbone;
        this.pulse = pulse;
        this.draining = draining;
        this.keys = keys;
        this.cluster = cluster;
    }

    @Produces
    @Liveness
    HealthCheck alive() {
        return () -> HealthCheckResponse.up("process");
    }

    @Produces
    @Startup
    HealthCheck startedCheck() {
        return () -> HealthCheckResponse.named("started")
                .status(started())
                .withData("kafka", backbone.isOpen())
                .withData("redis", pulse.redisReached())
                .withData("keys", keys.hasKeys())
                .withData("targets", cluster.targets().size())
                .build();
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> HealthCheckResponse.named("ready")
                .status(started() && !draining.begun())
                .withData("draining", draining.begun())
                .build();
    }

    private boolean started() {
        return backbone.isOpen() && pulse.redisReached() && keys.hasKeys();
    }
}
