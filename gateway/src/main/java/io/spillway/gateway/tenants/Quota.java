package io.spillway.gateway.tenants;

import io.spillway.contract.job.Reservation;
import io.spillway.scheduling.QuotaLimit;
import io.spillway.scheduling.QuotaLimit.Measure;
import io.spillway.scheduling.QuotaLimit.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a tenant or a key may use at most.
 *
 * @param limits by their words in the API, e.g. {@code tokens_per_day}; of cost in the currency of the price table
 * @param waits whether jobs over it wait; else they are refused. Records without it refuse
 */
public record Quota(Map<String, BigDecimal> limits, boolean waits) {
    /** No limit at all. */
    public static final Quota NONE = new Quota(Map.of(), true);

    /** All limits that there can be. */
    private static final List<QuotaLimit> KNOWN = QuotaLimit.all(Scope.TENANT);

    public Quota {
        limits = Map.copyOf(limits);
    }

    /** All limits that there can be, at 0. */
    static List<QuotaLimit> known() {
        return KNOWN;
    }

    /** As the scheduler takes them, the shortest window first. */
    public Stream<QuotaLimit> of(Scope scope) {
        return QuotaLimit.all(scope).stream()
                .filter(known -> limits.containsKey(known.word()))
                .map(known -> known.of(most(known)));
    }

    /** By their words, those that jobs are held to when they are to begin: so many at once whatever the policy. */
    public Map<String, Long> held() {
        return of(Scope.TENANT)
                .filter(limit -> limit.measure() != Measure.WAITING)
                .filter(limit -> waits || limit.measure() == Measure.CONCURRENT)
                .collect(Collectors.toMap(QuotaLimit::word, QuotaLimit::most));
    }

    private long most(QuotaLimit limit) {
        BigDecimal most = limits.getOrDefault(limit.word(), BigDecimal.ZERO);
        return limit.measure() == Measure.COST ? Reservation.millionths(most) : most.longValueExact();
    }
}
