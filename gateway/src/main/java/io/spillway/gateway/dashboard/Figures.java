package io.spillway.gateway.dashboard;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A point every five seconds for the charts, made of the metrics that are there anyway. Waiting, running and the paces
 * are the whole cluster's; ends and answers are those that this gateway has read: with several gateways its share.
 */
@Singleton
class Figures {
    static final Duration STEP = Duration.ofSeconds(5);
    private static final int HOUR = 720;
    private static final int SHOWN = 180;

    private final MeterRegistry meters;
    private final Durations durations;
    private final Deque<Point> points = new ArrayDeque<>();
    private Map<String, Double> before = Map.of();

    Figures(MeterRegistry meters, Durations durations) {
        this.meters = meters;
        this.durations = durations;
    }

    /**
     * The cluster's figures at one moment; null where one is not known.
     *
     * @param at epoch seconds
     * @param arrivals jobs a second lately, and {@code served} those that ended
     * @param failed jobs that failed since the point before, and {@code failedLastHour} in the last hour
     * @param ended jobs that ended since the point before, {@code completed} of them with an answer
     * @param fallbacks steps of jobs from a call that failed to another target, since the point before
     * @param answers completed calls since the point before, by target
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Point(
            long at,
            @Nullable Double arrivals,
            @Nullable Double served,
            @Nullable Long waiting,
            @Nullable Long running,
            Durations.Figures durations,
            long failed,
            long failedLastHour,
            long ended,
            long completed,
            long fallbacks,
            Map<String, Long> answers) {}

    /** Takes a point. */
    synchronized void take(Instant now) {
        Map<String, Double> counts = counts();
        long failed = risen(counts, "failed");
        points.addLast(new Point(
                now.getEpochSecond(),
                sum("spillway.pool.arrivals.per.second"),
                sum("spillway.pool.served.per.second"),
                whole(sum("spillway.jobs.waiting")),
                whole(sum("spillway.pool.running")),
                durations.asOf(now),
                failed,
                failed + points.stream().mapToLong(Point::failed).sum(),
                risen(counts, "ended"),
                risen(counts, "completed"),
                risen(counts, "fallbacks"),
                answers(counts)));
        before = counts;
        if (points.size() > HOUR) {
            points.removeFirst();
        }
    }

    /** The points after {@code last} (epoch seconds), of the last quarter of an hour at most. */
    synchronized List<Point> after(long last) {
        return points.stream()
                .skip(Math.max(0, points.size() - SHOWN))
                .filter(point -> point.at() > last)
                .toList();
    }

    private Map<String, Double> counts() {
        Map<String, Double> counts = new HashMap<>();
        Collection<Counter> answered =
                meters.find("spillway.attempts").tag("outcome", "completed").counters();
        answered.forEach(counter -> counts.put("by " + counter.getId().getTag("target"), counter.count()));
        meters.find("spillway.jobs.ended").counters().forEach(counter -> {
            counts.put(String.valueOf(counter.getId().getTag("status")), counter.count());
            counts.merge("ended", counter.count(), Double::sum);
        });
        meters.find("spillway.fallbacks")
                .counters()
                .forEach(counter -> counts.merge("fallbacks", counter.count(), Double::sum));
        return counts;
    }

    private Map<String, Long> answers(Map<String, Double> counts) {
        return counts.keySet().stream()
                .filter(name -> name.startsWith("by ") && risen(counts, name) > 0)
                .collect(Collectors.toMap(name -> name.substring("by ".length()), name -> risen(counts, name)));
    }

    private long risen(Map<String, Double> counts, String name) {
        return (long) (counts.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0));
    }

    private @Nullable Double sum(String gauge) {
        double sum =
                meters.find(gauge).gauges().stream().mapToDouble(Gauge::value).sum();
        return Double.isNaN(sum) ? null : sum;
    }

    private static @Nullable Long whole(@Nullable Double number) {
        return number == null ? null : Math.round(number);
    }
}
