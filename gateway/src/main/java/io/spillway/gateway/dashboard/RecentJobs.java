package io.spillway.gateway.dashboard;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.contract.job.JobId;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that changed last. However many change, no more than {@link #LOOKED_AT} are looked at each time and no more
 * than {@link #KEPT} remembered: of a busy cluster this is a sample.
 */
@Singleton
class RecentJobs {
    static final int LOOKED_AT = 40;
    static final int KEPT = 200;

    private final Backbone backbone;
    private final Durations durations;
    private final Set<String> changed = new LinkedHashSet<>();
    private final Deque<Change> kept = new ArrayDeque<>();
    private long number;

    RecentJobs(Backbone backbone, Durations durations) {
        this.backbone = backbone;
        this.durations = durations;
    }

    /** A job as it was when it was looked at, less its request and answer. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Row(
            String id,
            String tenant,
            String type,
            String status,
            String model,
            int priority,
            long createdAt,
            @Nullable Long startedAt,
            @Nullable Long completedAt,
            @Nullable String target,
            @Nullable String waitingFor,
            @Nullable String error) {
        static Row of(JobView view) {
            return new Row(
                    view.job().id().value(),
                    view.job().tenant().value(),
                    view.job().type().word(),
                    view.status().word(),
                    view.job().model(),
                    view.job().priority(),
                    view.job().acceptedAt().getEpochSecond(),
                    view.startedAt().map(Instant::getEpochSecond).orElse(null),
                    view.completedAt().map(Instant::getEpochSecond).orElse(null),
                    lastTarget(view).map(TargetName::value).orElse(null),
                    view.queue().map(JobView.Queue::reason).orElse(null),
                    view.error().map(error -> error.code()).orElse(null));
        }

        private static Optional<TargetName> lastTarget(JobView view) {
            return view.running()
                    .or(() -> view.attempts().isEmpty()
                            ? Optional.empty()
                            : Optional.of(view.attempts().getLast().target()));
        }
    }

    /** A change, by its place in the order in which they were seen. */
    record Change(long number, Row row) {}

    /** Notes that a job has changed; called for every change in the cluster, so it costs next to nothing. */
    synchronized void changed(String job) {
        if (changed.size() < LOOKED_AT) {
            changed.add(job);
        }
    }

    /** Looks at what has changed since the last time. */
    void look() throws Away, RedisUnavailable {
        for (String id : taken()) {
            JobId.parse(id)
                    .map(job -> backbone.connections().scheduler().views().lookAsOperator(job))
                    .ifPresent(this::note);
        }
    }

    /** What was seen after change {@code last}, at most {@link #KEPT}. */
    synchronized List<Change> after(long last) {
        return kept.stream().filter(change -> change.number() > last).toList();
    }

    private void note(Look look) {
        switch (look) {
            case Look.Found(JobView view) -> {
                durations.note(view);
                keep(Row.of(view));
            }
            case Look.Unknown _, Look.Resting _ -> {}
        }
    }

    private synchronized void keep(Row row) {
        kept.removeIf(change -> change.row().id().equals(row.id()));
        kept.addLast(new Change(++number, row));
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
    }

    private synchronized List<String> taken() {
        List<String> taken = new ArrayList<>(changed);
        changed.clear();
        return taken;
    }
}
