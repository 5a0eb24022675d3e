package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Reservation;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The quotas of a world's tenants and keys, and what jobs take of them. */
record DrawnQuotas(Map<String, Quota> tenants, Map<String, Quota> keys) {
    private static final int MOST_TOKENS = 12;

    /** Limits by their words, and whether jobs wait for them. */
    record Quota(Map<String, Long> limits, boolean waits) {}

    static DrawnQuotas draw(List<String> tenants, RandomGenerator random) {
        Map<String, Quota> drawn = new HashMap<>();
        Map<String, Quota> keys = new HashMap<>();
        for (String tenant : tenants) {
            if (random.nextInt(2) == 0) {
                boolean waits = random.nextInt(4) > 0;
                drawn.put(tenant, new Quota(limits(random, waits), waits));
                keys.put(tenant, new Quota(limits(random, waits), waits));
            }
        }
        return new DrawnQuotas(drawn, keys);
    }

    /** What a job of {@code tenant} takes; half of them come with a key that has quotas of its own. */
    Optional<Reservation> draw(String tenant, RandomGenerator random) {
        if (!tenants.containsKey(tenant)) {
            return Optional.empty();
        }
        boolean own = random.nextBoolean();
        Quota quota = tenants.get(tenant);
        // Now and then somebody has just raised them.
        Map<String, Long> limits = random.nextInt(10) == 0 ? Map.of() : quota.limits();
        return Optional.of(new Reservation(
                own ? Optional.of("key_" + tenant) : Optional.empty(),
                1 + random.nextInt(MOST_TOKENS / 2),
                new BigDecimal("0.000002"),
                quota.waits(),
                Optional.of(limits),
                own ? Optional.of(keys.get(tenant).limits()) : Optional.empty()));
    }

    private static Map<String, Long> limits(RandomGenerator random, boolean waits) {
        Map<String, Long> limits = new HashMap<>();
        if (random.nextBoolean()) {
            limits.put("concurrent_jobs", 1L + random.nextInt(2));
        }
        if (waits && random.nextBoolean()) {
            limits.put("requests_per_minute", 2L + random.nextInt(3));
        }
        if (waits && random.nextBoolean()) {
            limits.put("tokens_per_minute", (long) MOST_TOKENS + random.nextInt(10));
        }
        if (waits && random.nextInt(4) == 0) {
            limits.put("cost_per_day", 40L);
        }
        return limits;
    }
}
