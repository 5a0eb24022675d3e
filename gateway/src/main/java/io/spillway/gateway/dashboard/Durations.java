package io.spillway.gateway.dashboard;

import io.spillway.contract.outcome.Attempt;
import io.spillway.scheduling.JobView;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How long jobs that ended within the last minute waited and ran; of many, the latest {@link #MOST}. Thread-safe. */
@Singleton
class Durations {
    private static final int MOST = 1_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Deque<Ended> ended = new ArrayDeque<>();

    private record Ended(Instant at, Duration waited, Duration ran) {}

    /**
     * The median and the 95th percentile, in milliseconds; null where nothing ended.
     *
     * @param queue from accepted to the first call
     * @param run from the first call to the end
     */
    record Figures(@Nullable Quantiles queue, @Nullable Quantiles run) {}

    record Quantiles(long p50, long p95) {}

    void note(JobView view) {
        if (view.status().ended()
                && view.completedAt().isPresent()
                && !view.attempts().isEmpty()) {
            Attempt first = view.attempts().getFirst();
            Instant end = view.completedAt().get();
            add(new Ended(
                    end,
                    Duration.between(view.job().acceptedAt(), first.startedAt()),
                    Duration.between(first.startedAt(), end)));
        }
    }

    synchronized Figures asOf(Instant now) {
        ended.removeIf(each -> each.at().isBefore(now.minus(WINDOW)));
        return new Figures(quantiles(Ended::waited), quantiles(Ended::ran));
    }

    private synchronized void add(Ended one) {
        ended.addLast(one);
        if (ended.size() > MOST) {
            ended.removeFirst();
        }
    }

    private @Nullable Quantiles quantiles(Function<Ended, Duration> which) {
        List<Long> sorted = ended.stream()
                .map(which)
                .map(time -> Math.max(0, time.toMillis()))
                .sorted()
                .toList();
        return sorted.isEmpty() ? null : new Quantiles(at(sorted, 0.5), at(sorted, 0.95));
    }

    /** By nearest rank. */
    private static long at(List<Long> sorted, double part) {
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }
}
