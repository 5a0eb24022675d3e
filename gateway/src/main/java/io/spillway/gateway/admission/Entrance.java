package io.spillway.gateway.admission;

import io.spillway.contract.job.Job;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.scheduling.Admitted;
import io.spillway.scheduling.QuotaLimit;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/** Asks the scheduler to let a job in. */
@Singleton
public class Entrance {
    private final Backbone backbone;
    private final BackboneSettings settings;

    Entrance(Backbone backbone, BackboneSettings settings) {
        this.backbone = backbone;
        this.settings = settings;
    }

    /** What the scheduler says to {@code job}, which has to fit into {@code limits}. */
    @CircuitBreaker(requestVolumeThreshold = 10, delay = 500, failOn = RedisUnavailable.class)
    public Admitted admit(Job job, List<QuotaLimit> limits) throws Away, RedisUnavailable {
        return backbone.connections().scheduler().admission().admit(job, settings.mostWaiting(), limits);
    }
}
