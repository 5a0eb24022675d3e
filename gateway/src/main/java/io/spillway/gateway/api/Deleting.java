package io.spillway.gateway.api;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.contract.wire.LogEntry;
import io.spillway.gateway.artifacts.Erasing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.watching.Found;
import io.spillway.gateway.watching.Glance;
import io.spillway.gateway.watching.Waiting;
import io.spillway.log.LogUnavailable;
import io.spillway.log.LogWriter;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/** Makes a job invisible, for good: the wish goes to the log, and is fulfilled by whoever reads it. */
@Singleton
public class Deleting {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Backbone backbone;
    private final Glance glance;
    private final Waiting waiting;
    private final Erasing erasing;

    Deleting(Backbone backbone, Glance glance, Waiting waiting, Erasing erasing) {
        this.backbone = backbone;
        this.glance = glance;
        this.waiting = waiting;
        this.erasing = erasing;
    }

    /** Returns once nobody can see the job any more. */
    @CircuitBreaker(requestVolumeThreshold = 10, delay = 500, failOn = LogUnavailable.class)
    public void delete(JobId id, TenantId tenant) throws LogUnavailable {
        JobView view = Found.orRefused(glance.look(id, tenant));
        LogWriter log = backbone.connections().log();
        log.append(new LogEntry.Deleted(id, tenant, Instant.now()));
        if (view.error().isPresent()) {
            // It may have been given up on; a letter that is not there is not missed.
            log.append(new DeadLetter.Discarded(id.value(), Instant.now()));
        }
        Look last = waiting.untilSo(id, tenant, PATIENCE, look -> !(look instanceof Look.Found));
        backbone.connections().scheduler().tokens().forget(id);
        erasing.erase(view);
        if (last instanceof Look.Found) {
            throw Refusal.notNow("The job is deleted, and will be gone as soon as the log has been read.", SOON);
        }
    }
}
