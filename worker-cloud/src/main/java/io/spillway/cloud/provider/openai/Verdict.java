package io.spillway.cloud.provider.openai;

import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import java.time.Duration;
import java.util.Optional;

/** What a provider's no means for the job and for its target. */
enum Verdict {
    RATE_LIMITED,
    QUOTA_EXHAUSTED,
    BILLING,
    AUTH,
    OVERLOADED,
    REFUSED,
    REJECTED,
    TRANSIENT;

    private static final int SERVER_ERROR = 5;

    /**
     * @param status with which it was said
     * @param hint when the target may be asked again, if it said so
     */
    Outcome outcome(int status, Optional<Duration> hint, String detail) {
        return switch (this) {
            case RATE_LIMITED -> new Outcome.Exhausted(ExhaustionKind.RATE_LIMITED, hint, detail);
            case QUOTA_EXHAUSTED -> new Outcome.Exhausted(ExhaustionKind.QUOTA_EXHAUSTED, hint, detail);
            case OVERLOADED -> new Outcome.Exhausted(ExhaustionKind.OVERLOADED, hint, detail);
            // Neither clears with time, whatever the headers beside it say.
            case BILLING -> new Outcome.Exhausted(ExhaustionKind.BILLING, Optional.empty(), detail);
            case AUTH -> new Outcome.Exhausted(ExhaustionKind.AUTH, Optional.empty(), detail);
            case REFUSED -> new Outcome.Refused(detail);
            case REJECTED -> new Outcome.Rejected(detail);
            case TRANSIENT -> new Outcome.Transient(detail, status / 100 == SERVER_ERROR);
        };
    }
}
