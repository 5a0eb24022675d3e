package io.spillway.gateway.availability;

import com.fasterxml.jackson.annotation.JsonValue;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.scheduling.TargetState;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How a target stands, in one word. */
public enum Condition {
    AVAILABLE,
    /** Back after an exhaustion, with few calls at once until they have succeeded. */
    PROBING,
    EXHAUSTED,
    UNHEALTHY,
    /** Taken out of service by hand. */
    DISABLED;

    /** The word used in the API. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How {@code state} stands; where several keys are out, the first to be back decides. */
    public static Condition of(TargetState state) {
        if (state.available()) {
            boolean proven = state.keys().stream()
                    .anyMatch(key -> key.until().isEmpty() && key.allowed().isEmpty());
            return proven ? AVAILABLE : PROBING;
        }
        return reason(state).map(Condition::of).orElse(EXHAUSTED);
    }

    /** Why the first key to be back is out, if none is there now. */
    public static Optional<ExhaustionKind> reason(TargetState state) {
        return state.available()
                ? Optional.empty()
                : state.keys().stream()
                        .min(Comparator.comparing(key -> key.until().orElseThrow()))
                        .flatMap(TargetState.Key::kind);
    }

    private static Condition of(ExhaustionKind kind) {
        return switch (kind) {
            case UNHEALTHY -> UNHEALTHY;
            case OPERATOR -> DISABLED;
            case RATE_LIMITED, QUOTA_EXHAUSTED, BILLING, AUTH, OVERLOADED -> EXHAUSTED;
        };
    }
}
