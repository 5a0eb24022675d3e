package io.spillway.contract.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** Where telling an endpoint of a job's end stands. */
public enum DeliveryState {
    /** It is to be told, now or later. */
    PENDING,
    /** It has said that it knows. */
    DELIVERED,
    /** It is not told any more. */
    GIVEN_UP;

    /** The word used in the API, the log and Redis. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state that {@code word} names. */
    public static DeliveryState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state of a delivery: " + word));
    }
}
