package io.spillway.gateway.outcomes;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.contract.job.JobId;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.LogEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts attempts, and the steps of jobs from one target to the next. All entries of a job come from one partition, so
 * whoever reads the later attempt has read the one before it. For one thread.
 */
final class CountedAttempts {
    /** Jobs between two attempts that are remembered; the step of a job forgotten is not counted. */
    private static final int REMEMBERED = 100_000;
    /** What is not in the configuration, so that the labels stay as few as its targets. */
    private static final String OTHER = "other";

    private final Set<TargetName> targets;
    private final MeterRegistry meters;
    private final Map<JobId, Step> before = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Step> eldest) {
            return size() > REMEMBERED;
        }
    };

    CountedAttempts(Set<TargetName> targets, MeterRegistry meters) {
        this.targets = Set.copyOf(targets);
        this.meters = meters;
    }

    private record Step(TargetName target, String outcome) {}

    void count(LogEntry entry) {
        switch (entry) {
            case LogEntry.AttemptEnded ended -> {
                count(ended.job(), ended.attempt());
                before.put(ended.job(), step(ended.attempt()));
            }
            case LogEntry.JobEnded ended -> {
                ended.attempt().ifPresent(attempt -> count(ended.job(), attempt));
                before.remove(ended.job());
            }
            case LogEntry.CancelRequested _, LogEntry.Reprioritised _, LogEntry.Deleted _, LogEntry.Told _ -> {}
        }
    }

    private void count(JobId job, Attempt attempt) {
        meters.counter("spillway.attempts", "target", label(attempt.target()), "outcome", attempt.outcome())
                .increment();
        Step last = before.get(job);
        if (last != null && !last.target().equals(attempt.target())) {
            meters.counter(
                            "spillway.fallbacks",
                            "from",
                            label(last.target()),
                            "to",
                            label(attempt.target()),
                            "reason",
                            last.outcome())
                    .increment();
        }
    }

    private static Step step(Attempt attempt) {
        return new Step(attempt.target(), attempt.outcome());
    }

    private String label(TargetName target) {
        return targets.contains(target) ? target.value() : OTHER;
    }
}
