package io.spillway.gateway.stream;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.Draining;
import io.spillway.gateway.watching.Changes;
import io.spillway.gateway.watching.Lookout;
import io.spillway.gateway.watching.Watch;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jboss.logging.Logger;

/** Tells a listener a job's story until it is over, the listener is gone, or the process drains. */
@Singleton
public class Telling {
    private static final Logger LOG = Logger.getLogger(Telling.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int LONGEST_QUIET = 5;

    private final Backbone backbone;
    private final Lookout lookout;
    private final Changes changes;
    private final Draining draining;

    Telling(Backbone backbone, Lookout lookout, Changes changes, Draining draining) {
        this.backbone = backbone;
        this.lookout = lookout;
        this.changes = changes;
        this.draining = draining;
    }

    /** Whether there is anything to tell after event {@code last}, now or later. */
    boolean worthwhile(JobView view, long last) {
        Chapter next = story(view).after(last, view);
        return !next.over() || !next.events().isEmpty();
    }

    /** Tells the events after {@code last}; returns when the stream is to be closed. */
    void tell(JobView first, TenantId tenant, long last, Listener listener) {
        JobId job = first.job().id();
        Story story = story(first);
        long told = last;
        int quiet = 1;
        try (Watch watch = changes.watch(job)) {
            while (!listener.gone() && !draining.begun()) {
                Optional<Chapter> chapter = next(story, job, tenant, told);
                for (JobEvent event : chapter.map(Chapter::events).orElse(List.of())) {
                    if (!listener.tell(event)) {
                        return;
                    }
                    told = event.id();
                }
                if (chapter.isPresent() && chapter.get().over()) {
                    return;
                }
                if (chapter.isEmpty() || chapter.get().events().isEmpty()) {
                    listener.keepAlive();
                    boolean changed = watch.await(LOOK_AGAIN.multipliedBy(quiet));
                    quiet = changed ? 1 : Math.min(quiet + 1, LONGEST_QUIET);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Story story(JobView view) {
        return Story.of(view.job(), backbone.connections().tokens());
    }

    /** Nothing while Redis is away or being filled again: the listener waits, as everybody does. */
    private Optional<Chapter> next(Story story, JobId job, TenantId tenant, long told) {
        try {
            return switch (lookout.look(job, tenant)) {
                case Look.Found(JobView view) -> Optional.of(story.after(told, view));
                case Look.Resting _ -> Optional.empty();
                case Look.Unknown _ -> Optional.of(new Chapter(List.of(), true));
            };
        } catch (RedisUnavailable | FaultToleranceException | Away e) {
            LOG.debugf("nothing to tell now job=%s: %s", job, e.getMessage());
            return Optional.empty();
        }
    }
}
