package io.spillway.contract.call;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a worker found when it looked at a provider, at its start or when asked to. It refuses nothing and benches nothing.
 *
 * @param provider its name in the configuration
 * @param detail one line for people, without keys
 * @param at when it looked; a worker of an older version does not say
 * @param asked the order that it obeyed, by its time; none at the start
 */
public record ProviderReport(
        String provider, State state, String detail, Optional<Instant> at, Optional<Instant> asked) {
    /** One that says only what was found. */
    public ProviderReport(String provider, State state, String detail) {
        this(provider, state, detail, Optional.empty(), Optional.empty());
    }

    /** The same, found at {@code time} because of the order {@code order}. */
    public ProviderReport found(Instant time, Optional<Instant> order) {
        return new ProviderReport(provider, state, detail, Optional.of(time), order);
    }

    /** How it looked. */
    public enum State {
        /** It answered and knows every model that is configured. */
        READY,
        /** A key is configured, but its variable is not set. */
        KEY_MISSING,
        /** It refused the key. */
        KEY_REFUSED,
        /** It did not answer. */
        UNREACHABLE,
        /** It answered, but not with its models. */
        UNCLEAR,
        /** It does not list a model that is configured. */
        MODEL_UNKNOWN;

        /** The word used in the API and the log. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
