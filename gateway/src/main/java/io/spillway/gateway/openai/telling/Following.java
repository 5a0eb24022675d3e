package io.spillway.gateway.openai.telling;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.Draining;
import io.spillway.gateway.watching.Changes;
import io.spillway.gateway.watching.Lookout;
import io.spillway.gateway.watching.Watch;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.TokenStreams;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jboss.logging.Logger;

/** Follows a job and tells it until it is over, its client is gone, or the process drains. */
@Singleton
public class Following {
    private static final Logger LOG = Logger.getLogger(Following.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int LONGEST_QUIET = 5;
    private static final int BATCH = 500;

    private final Backbone backbone;
    private final Lookout lookout;
    private final Changes changes;
    private final Draining draining;

    Following(Backbone backbone, Lookout lookout, Changes changes, Draining draining) {
        this.backbone = backbone;
        this.lookout = lookout;
        this.changes = changes;
        this.draining = draining;
    }

    /** Tells the job from its first event on; returns when there is nothing more to tell, or nobody to tell it. */
    void follow(JobView first, TenantId tenant, Narration narration, EventWriter out) throws IOException {
        Recital recital = new Recital(narration);
        JobId job = first.job().id();
        int quiet = 1;
        try (Watch watch = changes.watch(job)) {
            out.open();
            out.send(narration.accepted(first));
            while (!recital.over()) {
                if (draining.begun()) {
                    out.send(recital.broken(first, Narration.Break.DRAINING));
                    return;
                }
                List<Frame> frames = next(job, tenant, recital, first);
                out.send(frames);
                if (frames.isEmpty()) {
                    out.keepAlive();
                    quiet = watch.await(LOOK_AGAIN.multipliedBy(quiet)) ? 1 : Math.min(quiet + 1, LONGEST_QUIET);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing while Redis is away or being filled again: the listener waits, as everybody does. */
    private List<Frame> next(JobId job, TenantId tenant, Recital recital, JobView first) {
        try {
            return switch (lookout.look(job, tenant)) {
                case Look.Found(JobView view) -> next(view, recital);
                case Look.Resting _ -> List.of();
                case Look.Unknown _ -> recital.broken(first, Narration.Break.GONE);
            };
        } catch (RedisUnavailable | FaultToleranceException e) {
            LOG.debugf("nothing to tell now job=%s: %s", job, e.getMessage());
            return List.of();
        }
    }

    /** The view was looked at first: had the job ended by then, all of its text is in the stream now. */
    private List<Frame> next(JobView view, Recital recital) {
        List<TokenStreams.Entry> entries = entries(view, recital.read());
        List<Frame> frames = new ArrayList<>(recital.heard(entries, view));
        if (!recital.over() && view.status().ended() && entries.size() < BATCH) {
            frames.addAll(recital.ended(view));
        }
        return frames;
    }

    private List<TokenStreams.Entry> entries(JobView view, long after) {
        if (!view.job().stream()) {
            return List.of();
        }
        return backbone.connections().tokens().read(view.job().id(), after, BATCH);
    }
}
