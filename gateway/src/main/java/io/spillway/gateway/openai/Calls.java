package io.spillway.gateway.openai;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.admission.Submitting;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.submission.Submission;
import io.spillway.gateway.watching.Found;
import io.spillway.gateway.watching.Waiting;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.RedisUnavailable;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;

/** Makes a job of a call and, where the call is a plain one, holds it until the job has ended. */
@Singleton
public class Calls {
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

    private final CurrentCaller caller;
    private final Submitting submitting;
    private final Waiting waiting;
    private final HangUp hangUp;

    Calls(CurrentCaller caller, Submitting submitting, Waiting waiting, HangUp hangUp) {
        this.caller = caller;
        this.submitting = submitting;
        this.waiting = waiting;
        this.hangUp = hangUp;
    }

    /** The job of a call, and the watch over its client. */
    public record Begun(JobView view, TenantId tenant, HangUp.Watched client) {}

    /** The job as soon as it is to be seen; its client is watched until {@link Begun#client} is closed. */
    public Begun begin(Submission submission, CallOptions options, RoutingContext exchange) {
        TenantId tenant = caller.tenant();
        JobId job = submitting.submit(caller.caller(), submission, options.key());
        HangUp.Watched client = hangUp.watch(exchange, options, job, tenant);
        Optional<JobView> view = looked(job, tenant, false, SHOWN_WITHIN);
        if (view.isEmpty()) {
            client.close();
            throw JobEnd.notReady(job);
        }
        return new Begun(view.get(), tenant, client);
    }

    /** The completed job; refused if it ends otherwise, or has not ended in time. */
    public JobView answered(Submission submission, CallOptions options, RoutingContext exchange) {
        TenantId tenant = caller.tenant();
        JobId job = submitting.submit(caller.caller(), submission, options.key());
        try (HangUp.Watched _ = hangUp.watch(exchange, options, job, tenant)) {
            JobView view = looked(job, tenant, true, options.timeout()).orElseThrow(() -> JobEnd.notReady(job));
            return switch (view.status()) {
                case COMPLETED -> view;
                case FAILED, CANCELLED, EXPIRED -> throw JobEnd.refusal(view);
                case QUEUED, IN_PROGRESS -> throw JobEnd.notReady(job);
            };
        }
    }

    /** Nothing while the job cannot be looked at: it exists all the same, and its client must learn its name. */
    private Optional<JobView> looked(JobId job, TenantId tenant, boolean ended, Duration patience) {
        try {
            Look look = ended ? waiting.untilEnded(job, tenant, patience) : waiting.untilSeen(job, tenant, patience);
            return look instanceof Look.Resting ? Optional.empty() : Optional.of(Found.orRefused(look));
        } catch (Away | RedisUnavailable | FaultToleranceException e) {
            return Optional.empty();
        }
    }
}
