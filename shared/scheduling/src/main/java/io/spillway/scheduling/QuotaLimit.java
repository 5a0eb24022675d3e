package io.spillway.scheduling;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One limit of a tenant or of a key: so much in a window. Windows are fixed and aligned to UTC, without refill.
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
        COST
    }

    /** In which time. */
    public enum Window {
        MINUTE,
        DAY,
        MONTH;

        /** Since when the window that {@code at} is in has been open. */
        public Instant start(Instant at) {
            return switch (this) {
                case MINUTE -> at.truncatedTo(ChronoUnit.MINUTES);
                case DAY -> at.truncatedTo(ChronoUnit.DAYS);
                case MONTH -> month(at).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
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
            };
        }

        private static YearMonth month(Instant at) {
            return YearMonth.from(at.atOffset(ZoneOffset.UTC));
        }
    }

    /** What it is called in the API, e.g. {@code tokens_per_day}. */
    public String word() {
        return (measure.name() + "_per_" + window.name()).toLowerCase(Locale.ROOT);
    }

    /** The windows that {@code at} is in, for the scripts: {@code name start:end}, in epoch ms. */
    static String windows(Instant at) {
        return Arrays.stream(Window.values())
                .map(window -> window.name() + " "
                        + window.start(at).toEpochMilli() + ":"
                        + window.end(at).toEpochMilli())
                .collect(Collectors.joining(" "));
    }
}
