package io.spillway.contract.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * What a job takes of its tenant's quotas until it ends, where there are any; then what it really used.
 *
 * @param key the key it was submitted with, where that has quotas of its own
 * @param tokens estimated, 0 or more
 * @param cost estimated in the currency of the price table, 0 or more; 0 where no price is known
 * @param waits whether it waits for its quotas and takes of them when its first call begins, instead of at its acceptance
 * @param limits of its tenant, to which it is held when it is to begin: their words in the API, e.g. {@code
 *     concurrent_jobs}; of cost in millionths. Records without them have none
 * @param keyLimits the same of its key
 */
public record Reservation(
        Optional<String> key,
        long tokens,
        BigDecimal cost,
        boolean waits,
        Optional<Map<String, Long>> limits,
        Optional<Map<String, Long>> keyLimits) {
    /** Quotas count money in millionths, so that sums are exact. */
    private static final int MILLIONTHS = 6;

    /** One that takes of its quotas at its acceptance, and is held to nothing later. */
    public Reservation(Optional<String> key, long tokens, BigDecimal cost) {
        this(key, tokens, cost, false, Optional.empty(), Optional.empty());
    }

    /** What its tenant's limits hold it to when it is to begin. */
    public Map<String, Long> held() {
        return limits.orElse(Map.of());
    }

    /** What its key's limits do. */
    public Map<String, Long> heldByKey() {
        return keyLimits.orElse(Map.of());
    }

    /** {@code cost} in millionths of the currency, up to the next whole one. */
    public static long millionths(BigDecimal cost) {
        return cost.movePointRight(MILLIONTHS).setScale(0, RoundingMode.CEILING).longValue();
    }
}
