package io.spillway.gateway.ops;

import io.spillway.contract.job.JobId;
import io.spillway.contract.wire.LogEntry;
import io.spillway.gateway.admission.Submitting;
import io.spillway.gateway.api.Cancelling;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.watching.Found;
import io.spillway.gateway.watching.Lookout;
import io.spillway.gateway.watching.Waiting;
import io.spillway.log.LogUnavailable;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.jboss.logging.Logger;

/** An operator's hand on jobs of all tenants. */
@Singleton
public class Operating {
    private static final Logger LOG = Logger.getLogger(Operating.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Backbone backbone;
    private final Lookout lookout;
    private final Waiting waiting;
    private final Submitting submitting;
    private final Cancelling cancelling;

    Operating(Backbone backbone, Lookout lookout, Waiting waiting, Submitting submitting, Cancelling cancelling) {
        this.backbone = backbone;
        this.lookout = lookout;
        this.waiting = waiting;
        this.submitting = submitting;
        this.cancelling = cancelling;
    }

    JobView look(String id) throws Refusal {
        JobId job = JobId.parse(id).orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, Found.NO_SUCH_JOB));
        return Found.orRefused(lookout.lookAsOperator(job));
    }

    JobView cancel(String id) throws Refusal {
        JobView view = look(id);
        return cancelling.cancel(view.job().id(), view.job().tenant());
    }

    /** A new job of the same request; the old one stays as it is. */
    JobView retry(String id) throws Refusal {
        JobView view = look(id);
        if (!view.status().ended()) {
            throw Refusal.of(
                    Problem.Kind.CONFLICT, "The job has not ended yet; only a job that has can be submitted again.");
        }
        JobId again = submitting.again(view.job(), Optional.empty());
        LOG.infof("retried job=%s as=%s tenant=%s", id, again, view.job().tenant());
        return Found.orRefused(lookout.lookAsOperator(again));
    }

    /** The job once it waits with the priority, or as it stands after 5 s: the change sticks. */
    @CircuitBreaker(requestVolumeThreshold = 10, delay = 500, failOn = LogUnavailable.class)
    public JobView reprioritise(String id, int priority) throws Refusal, LogUnavailable {
        JobView view = look(id);
        JobId job = view.job().id();
        if (view.status().ended()) {
            throw Refusal.of(Problem.Kind.CONFLICT, "The job has ended; its priority means nothing any more.");
        }
        backbone.connections()
                .log()
                .append(new LogEntry.Reprioritised(job, view.job().tenant(), priority, Instant.now()));
        return Found.orRefused(waiting.untilSo(job, view.job().tenant(), PATIENCE, look -> isOver(look, priority)));
    }

    private static boolean isOver(Look look, int priority) {
        return switch (look) {
            case Look.Found(JobView view) ->
                view.job().priority() == priority || view.status().ended();
            case Look.Unknown _ -> true;
            case Look.Resting _ -> false;
        };
    }
}
