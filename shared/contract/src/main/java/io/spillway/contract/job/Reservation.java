package io.spillway.contract.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What a job takes of its tenant's quotas until it ends, where there are any; then what it really used.
 *
 * @param key the key it was submitted with, where that has quotas of its own
 * @param tokens estimated, 0 or more
 * @param cost estimated in the currency of the price table, 0 or more; 0 where no price is known
 */
public record Reservation(Optional<String> key, long tokens, BigDecimal cost) {
    /** Quotas count money in millionths, so that sums are exact. */
    private static final int MILLIONTHS = 6;

    /** {@code cost} in millionths of the currency, up to the next whole one. */
    public static long millionths(BigDecimal cost) {
        return cost.movePointRight(MILLIONTHS).setScale(0, RoundingMode.CEILING).longValue();
    }
}
