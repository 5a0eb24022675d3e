package io.spillway.contract.outcome;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a target must not be called for a while. */
public enum ExhaustionKind {
    /** Too many requests or tokens in a window; it clears by itself. */
    RATE_LIMITED,
    /** A day's or month's allowance is used up. */
    QUOTA_EXHAUSTED,
    /** No credit: it clears when somebody pays. */
    BILLING,
    /** The key is wrong or revoked: it clears when somebody mends it. */
    AUTH,
    /** The provider has no capacity at the moment. */
    OVERLOADED,
    /** The provider cannot be reached or fails again and again. */
    UNHEALTHY,
    /** Somebody took it out of service by hand. */
    OPERATOR;

    /** The word used in the API, metrics and Redis. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
