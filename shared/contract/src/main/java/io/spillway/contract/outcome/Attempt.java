package io.spillway.contract.outcome;

import io.spillway.contract.routing.TargetName;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One call of one target for one job, after it ended.
 *
 * @param number 1 for the job's first call
 * @param fence the fencing number of the lease it ran under
 * @param outcome the {@link Outcome#word()}
 * @param cost what it cost in the currency of the price table, where the target has a price
 * @param key what operators call the key its job was submitted with, where that is known: a job that Redis has lost has none
 */
public record Attempt(
        int number,
        long fence,
        TargetName target,
        Instant startedAt,
        Instant endedAt,
        String outcome,
        String detail,
        Optional<Usage> usage,
        Optional<BigDecimal> cost,
        Optional<String> key) {
    /** One of a job whose key is not known. */
    public Attempt(
            int number,
            long fence,
            TargetName target,
            Instant startedAt,
            Instant endedAt,
            String outcome,
            String detail,
            Optional<Usage> usage,
            Optional<BigDecimal> cost) {
        this(number, fence, target, startedAt, endedAt, outcome, detail, usage, cost, Optional.empty());
    }

    /** The same for a job that was submitted with {@code known}. */
    public Attempt by(Optional<String> known) {
        return new Attempt(number, fence, target, startedAt, endedAt, outcome, detail, usage, cost, known);
    }
}
