package io.spillway.contract.call;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What a worker found when it looked at a provider at its start. It refuses nothing and benches nothing.
 *
 * @param provider its name in the configuration
 * @param detail one line for people, without keys
 */
public record ProviderReport(String provider, State state, String detail) {
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
