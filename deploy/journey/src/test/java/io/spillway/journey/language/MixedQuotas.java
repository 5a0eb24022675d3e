package io.spillway.journey.language;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Tenants with quotas of every kind, each of which wants somewhat more than it may have. */
public final class MixedQuotas {
    private static final double GREED = 1.25;
    /** A usual job of {@link Pressing}: what it really uses, and beyond that what it may be estimated at. */
    private static final int TOKENS = 18;

    private static final int COST = 27;
    private static final int SLACK = 60;
    /** Limits of a day are reached after this share of the time. */
    private static final double OF_THE_DAY = 0.6;

    private final int minutes;
    private final double mean;

    private MixedQuotas(int minutes, double mean) {
        this.minutes = minutes;
        this.mean = mean;
    }

    /** Makes {@code count} tenants that are to be busy for {@code minutes} and submit {@code rate} jobs/s together. */
    public static List<Bounded> make(Front operator, int count, int minutes, int rate) {
        MixedQuotas mixed = new MixedQuotas(minutes, rate * 60 / GREED / count);
        return IntStream.range(0, count)
                .mapToObj(n -> Bounded.make(operator, mixed.wish(n)))
                .toList();
    }

    /** By the number: ten kinds, each with limits of several sizes. */
    private Bounded.Wish wish(int n) {
        int jobs = (int) Math.max(3, Math.round(mean * (0.5 + n * 7 % 29 / 28.0)));
        List<Limits> one = List.of(Limits.NONE);
        return switch (n % 10) {
            case 0 -> wish(jobs, waits(Map.of("requests_per_minute", (long) jobs)), one);
            case 1 -> wish(jobs, refuses(Map.of("requests_per_minute", (long) jobs)), one);
            case 2 -> wish(jobs, waits(Map.of("tokens_per_minute", tokens(jobs))), one);
            case 3 -> wish(jobs, refuses(Map.of("tokens_per_minute", tokens(jobs))), one);
            case 4 -> wish(jobs, waits(Map.of("cost_per_minute", cost(jobs))), one);
            case 5 -> wish(jobs, refuses(Map.of("cost_per_minute", cost(jobs))), one);
            case 6 -> wish(jobs, waits(parallel(n, jobs)), one);
            case 7 -> wish(jobs, refuses(Map.of("requests_per_day", day(jobs), "cost_per_day", cost(day(jobs)))), one);
            case 8 -> wish(jobs, waits(Map.of("requests_per_minute", (long) jobs)), keysThatWait(jobs));
            default -> wish(jobs, waits(Map.of("tokens_per_minute", tokens(jobs * 2L / 3))), oneThatIsRefused(jobs));
        };
    }

    private static Bounded.Wish wish(int jobs, Limits limits, List<Limits> keys) {
        return new Bounded.Wish(limits, keys, jobs * GREED);
    }

    /** Few at once and so much a day; every other one also lets only some jobs wait. */
    private Map<String, Long> parallel(int n, int jobs) {
        long atOnce = 1 + n / 10 % 3;
        return n / 10 % 2 == 0
                ? Map.of("concurrent_jobs", atOnce, "tokens_per_day", tokens(day(jobs)))
                : Map.of("concurrent_jobs", atOnce, "requests_per_minute", (long) jobs, "waiting_jobs", 20L);
    }

    /** One key with a smaller share of its own, one with a day's, one with none. */
    private List<Limits> keysThatWait(int jobs) {
        return List.of(
                waits(Map.of("requests_per_minute", jobs / 3L)),
                waits(Map.of("tokens_per_day", tokens(day(jobs) / 4))),
                Limits.NONE);
    }

    /** A key whose jobs are counted at the door beside one whose jobs are counted when they begin. */
    private static List<Limits> oneThatIsRefused(int jobs) {
        return List.of(
                refuses(Map.of("requests_per_minute", jobs / 3L, "cost_per_minute", cost(jobs / 3))), Limits.NONE);
    }

    private long day(int jobs) {
        return Math.round(jobs * minutes * OF_THE_DAY);
    }

    private static long tokens(long jobs) {
        return jobs * TOKENS + SLACK;
    }

    private static long cost(long jobs) {
        return jobs * COST + SLACK;
    }

    private static Limits waits(Map<String, Long> most) {
        return new Limits(most, true);
    }

    private static Limits refuses(Map<String, Long> most) {
        return new Limits(most, false);
    }
}
