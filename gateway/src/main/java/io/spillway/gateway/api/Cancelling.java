package io.spillway.gateway.api;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.LogEntry;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.watching.Found;
import io.spillway.gateway.watching.Lookout;
import io.spillway.gateway.watching.Waiting;
import io.spillway.log.LogUnavailable;
import io.spillway.scheduling.JobView;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/** Asks for a job's end. The wish goes to the log, so it sticks whatever happens to whoever has to fulfil it. */
@Singleton
public class Cancelling {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Backbone backbone;
    private final Lookout lookout;
    private final Waiting waiting;

    Cancelling(Backbone backbone, Lookout lookout, Waiting waiting) {
        this.backbone = backbone;
        this.lookout = lookout;
        this.waiting = waiting;
    }

    /** The job once it has ended, or as it stands after 5 s. */
    @CircuitBreaker(requestVolumeThreshold = 10, delay = 500, failOn = LogUnavailable.class)
    public JobView cancel(JobId id, TenantId tenant) throws LogUnavailable {
        JobView now = Found.orRefused(lookout.look(id, tenant));
        if (now.status().ended()) {
            return now;
        }
        backbone.connections().log().append(new LogEntry.CancelRequested(id, tenant, Instant.now()));
        return Found.orRefused(waiting.untilEnded(id, tenant, PATIENCE));
    }
}
