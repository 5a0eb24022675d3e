package io.spillway.scheduling;

import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a job goes after an attempt that gave no result; the attempt's record is in the log before.
 *
 * @param left the plan it goes on with
 * @param delay how long it is kept out of its queue first
 * @param bench the target to take out of service, if the attempt showed that it is exhausted
 */
public record Spill(Plan left, Duration delay, Optional<Bench> bench) {
    /**
     * A target's key to take out of service for a while.
     *
     * @param key which of its API keys, from 0
     * @param time how long, if the provider said; else it escalates from 30 s to 5 min
     */
    public record Bench(TargetName target, int key, ExhaustionKind kind, Optional<Duration> time, String detail) {
        /** What is benched: a key without credit, or that is wrong, is so for all targets of its provider. */
        String scope() {
            return switch (kind) {
                case AUTH, BILLING -> target.provider();
                case RATE_LIMITED, QUOTA_EXHAUSTED, OVERLOADED, UNHEALTHY, OPERATOR -> target.value();
            };
        }
    }

    /** Back to the same queue at once. */
    public static Spill back(Plan plan) {
        return new Spill(plan, Duration.ZERO, Optional.empty());
    }
}
