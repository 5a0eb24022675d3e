package io.spillway.cloud.guard;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Watches how the calls of one target with one key end. Once {@value #FAILURES} of the last {@value #CALLS} have failed
 * — 5xx, timeouts, broken connections, overload; never a 429, which is an answer — the failure says that the target is
 * unhealthy: it is benched for everybody, and no job spends an attempt on it. Whether it is called again is the
 * scheduler's business (docs/adr/0006): this only counts.
 */
public final class Breaker {
    static final int CALLS = 10;
    static final int FAILURES = 9;
    /** Shorter than the shortest bench, so that the probe after it is counted again. */
    private static final long DELAY_SECONDS = 5;

    private final TypedGuard<Boolean> counter;
    private volatile boolean open;

    public Breaker() {
        this.counter = TypedGuard.create(Boolean.class)
                .withCircuitBreaker()
                .requestVolumeThreshold(CALLS)
                .failureRatio((double) FAILURES / CALLS)
                .successThreshold(1)
                .delay(DELAY_SECONDS, ChronoUnit.SECONDS)
                .onStateChange(state -> open = state == CircuitBreakerState.OPEN)
                .done()
                .build();
    }

    /** The outcome as everybody is to hear of it. */
    public Outcome judged(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Transient failed -> failed(failed, failed.detail());
            case Outcome.Exhausted exhausted
            when exhausted.kind() == ExhaustionKind.OVERLOADED ->
                exhausted.retryAfter().isPresent() ? counted(exhausted, false) : failed(exhausted, exhausted.detail());
            case Outcome.Completed _, Outcome.Empty _, Outcome.Refused _, Outcome.Rejected _ -> counted(outcome, true);
            // A rate says nothing on health; an unreachable one is benched already; a stop is nobody's failure.
            case Outcome.Exhausted _, Outcome.Crashed _, Outcome.Cancelled _, Outcome.Interrupted _ -> outcome;
        };
    }

    private Outcome failed(Outcome outcome, String detail) {
        counted(outcome, false);
        return open
                ? new Outcome.Exhausted(
                        ExhaustionKind.UNHEALTHY,
                        Optional.empty(),
                        "failed " + FAILURES + " of " + CALLS + " calls: " + detail)
                : outcome;
    }

    private Outcome counted(Outcome outcome, boolean well) {
        try {
            counter.call(() -> {
                if (!well) {
                    throw new Failed();
                }
                return true;
            });
        } catch (Failed | CircuitBreakerOpenException e) {
            // It is counted, or need not be.
        } catch (Exception e) {
            throw new IllegalStateException("the counter only counts", e);
        }
        return outcome;
    }

    /** A failure as the library counts it. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed() {
            super("failed", null, false, false);
        }
    }
}
