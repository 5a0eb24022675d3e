package io.spillway.gateway.tenants;

import io.spillway.contract.job.Reservation;
import io.spillway.scheduling.QuotaLimit;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a tenant or a key may use at most.
 *
 * @param limits by their words in the API, e.g. {@code tokens_per_day}; of cost in the currency of the price table
 */
public record Quota(Map<String, BigDecimal> limits) {
    /** No limit at all. */
    public static final Quota NONE = new Quota(Map.of());

    /** All limits that there can be. */
    private static final List<QuotaLimit> KNOWN = Arrays.stream(QuotaLimit.Measure.values())
            .flatMap(measure -> Arrays.stream(QuotaLimit.Window.values())
                    .map(window -> new QuotaLimit(QuotaLimit.Scope.TENANT, measure, window, 0)))
            .toList();

    public Quota {
        limits = Map.copyOf(limits);
    }

    /** The words of all limits that there can be. */
    static List<String> words() {
        return KNOWN.stream().map(QuotaLimit::word).toList();
    }

    /** As the scheduler takes them, the shortest window first. */
    public Stream<QuotaLimit> of(QuotaLimit.Scope scope) {
        return KNOWN.stream()
                .filter(known -> limits.containsKey(known.word()))
                .map(known -> new QuotaLimit(scope, known.measure(), known.window(), most(known)));
    }

    private long most(QuotaLimit limit) {
        BigDecimal most = limits.getOrDefault(limit.word(), BigDecimal.ZERO);
        return limit.measure() == QuotaLimit.Measure.COST ? Reservation.millionths(most) : most.longValueExact();
    }
}
