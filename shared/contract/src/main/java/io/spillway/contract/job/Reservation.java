package io.spillway.contract.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        Map<String, Long> limits,
        Map<String, Long> keyLimits) {
    /** Quotas count money in millionths, so that sums are exact. */
    private static final int MILLIONTHS = 6;

    public Reservation {
        limits = copy(limits);
        keyLimits = copy(keyLimits);
    }

    /** One that takes of its quotas at its acceptance, and is held to nothing later. */
    public Reservation(Optional<String> key, long tokens, BigDecimal cost) {
        this(key, tokens, cost, false, Map.of(), Map.of());
    }

    private static Map<String, Long> copy(@Nullable Map<String, Long> limits) {
        return limits == null ? Map.of() : Map.copyOf(limits);
    }

    /** {@code cost} in millionths of the currency, up to the next whole one. */
    public static long millionths(BigDecimal cost) {
        return cost.movePointRight(MILLIONTHS).setScale(0, RoundingMode.CEILING).longValue();
    }
}
