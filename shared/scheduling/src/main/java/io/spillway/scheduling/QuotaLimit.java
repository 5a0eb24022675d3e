package io.spillway.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One limit of a tenant or of a key: so much in a window, or so many jobs at once. Windows are fixed and aligned to UTC,
 * without refill.
 *
 * @param most 0 or more; of cost in millionths of the currency
 */
public record QuotaLimit(Scope scope, Measure measure, Window window, long most) {
    /** Whose it is. */
    public enum Scope {
        TENANT,
        KEY
    }

    /** What is counted. Requests are accepted jobs, never reads. */
    public enum Measure {
        REQUESTS,
        TOKENS,
        COST,
        /** Jobs that are called now. */
        CONCURRENT,
        /** Jobs accepted that are not called now. */
        WAITING
    }

    /** In which time. */
    public enum Window {
        MINUTE,
        DAY,
        MONTH,
        /** No window: what is the case now. It is worth asking again in a few seconds. */
        NOW;

        private static final Duration SOON = Duration.ofSeconds(5);

        /** Since when the window that {@code at} is in has been open. */
        public Instant start(Instant at) {
            return switch (this) {
                case MINUTE -> at.truncatedTo(ChronoUnit.MINUTES);
                case DAY -> at.truncatedTo(ChronoUnit.DAYS);
                case MONTH -> month(at).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
                case NOW -> at;
            };
        }

        /** When it ends, and the next one begins. */
        public Instant end(Instant at) {
            return switch (this) {
                case MINUTE -> start(at).plus(1, ChronoUnit.MINUTES);
                case DAY -> start(at).plus(1, ChronoUnit.DAYS);
                case MONTH ->
                    month(at)
                            .plusMonths(1)
                            .atDay(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
                case NOW -> at.plus(SOON);
            };
        }

        private static YearMonth month(Instant at) {
            return YearMonth.from(at.atOffset(ZoneOffset.UTC));
        }
    }

    /** All limits that a scope can have, the shortest window first. */
    public static List<QuotaLimit> all(Scope scope) {
        Stream<QuotaLimit> windows = Stream.of(Measure.REQUESTS, Measure.TOKENS, Measure.COST)
                .flatMap(measure -> Stream.of(Window.MINUTE, Window.DAY, Window.MONTH)
                        .map(window -> new QuotaLimit(scope, measure, window, 0)));
        Stream<QuotaLimit> atOnce = Stream.of(Measure.CONCURRENT, Measure.WAITING)
                .map(measure -> new QuotaLimit(scope, measure, Window.NOW, 0));
        return Stream.concat(windows, atOnce).toList();
    }

    /** What it is called in the API, e.g. {@code tokens_per_day} or {@code waiting_jobs}. */
    public String word() {
        return (window == Window.NOW ? measure.name() + "_jobs" : measure.name() + "_per_" + window.name())
                .toLowerCase(Locale.ROOT);
    }

    /** The same limit with so much at most. */
    public QuotaLimit of(long other) {
        return new QuotaLimit(scope, measure, window, other);
    }

    /** Limits by their words, for the scripts: {@code measure:window:most}, in a fixed order. */
    static String texts(Map<String, Long> limits) {
        return all(Scope.TENANT).stream()
                .flatMap(limit -> Stream.ofNullable(limits.get(limit.word())).map(limit::of))
                .map(limit -> limit.measure + ":" + limit.window + ":" + limit.most)
                .collect(Collectors.joining(" "));
    }

    /** The windows that {@code at} is in, for the scripts: {@code name start:end}, in epoch ms. */
    static String windows(Instant at) {
        return Stream.of(Window.MINUTE, Window.DAY, Window.MONTH)
                .map(window -> window.name() + " "
                        + window.start(at).toEpochMilli() + ":"
                        + window.end(at).toEpochMilli())
                .collect(Collectors.joining(" "));
    }
}
