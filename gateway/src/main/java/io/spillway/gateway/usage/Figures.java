package io.spillway.gateway.usage;

import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.Usage;
import java.math.BigDecimal;

/**
 * What calls have used together.
 *
 * @param calls of models, those that failed or were lost among them
 * @param completed those of them that answered
 * @param cost in the currency of the price table; 0 where no price is known
 */
record Figures(long calls, long completed, long inputTokens, long outputTokens, BigDecimal cost) {
    static final Figures NONE = new Figures(0, 0, 0, 0, BigDecimal.ZERO);

    /** What one call used. */
    static Figures of(Attempt attempt) {
        Usage usage = attempt.usage().orElse(Usage.NONE);
        return new Figures(
                1,
                attempt.outcome().equals("completed") ? 1 : 0,
                usage.inputTokens(),
                usage.outputTokens(),
                attempt.cost().orElse(BigDecimal.ZERO));
    }

    /** What was used, by a call that has been counted before. */
    Figures ofNoCall() {
        return new Figures(0, completed, inputTokens, outputTokens, cost);
    }

    Figures plus(Figures other) {
        return new Figures(
                calls + other.calls,
                completed + other.completed,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                cost.add(other.cost));
    }

    /** Whether both say the same, however their cost is written. */
    boolean sameAs(Figures other) {
        return cost.compareTo(other.cost) == 0
                && new Figures(calls, completed, inputTokens, outputTokens, other.cost).equals(other);
    }
}
