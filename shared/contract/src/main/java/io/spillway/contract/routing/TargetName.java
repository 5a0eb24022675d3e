package io.spillway.contract.routing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * One callable model, {@code provider/model}: the provider's name in the configuration, and everything after the first
 * slash, which is the provider's own name of the model unless the configuration says otherwise. Printable ASCII except
 * {@code | ~} and blanks (the two separate targets in a plan's key), at most 200 characters.
 */
public record TargetName(@JsonValue String value) implements Comparable<TargetName> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_.-]*/[!-{}]{1,180}");

    @JsonCreator
    public TargetName {
        if (!wellFormed(value)) {
            throw new IllegalArgumentException("not a target's name (provider/model): " + value);
        }
    }

    /** Whether {@code text} has the form of a target's name. */
    public static boolean wellFormed(String text) {
        return text.length() <= 200 && FORM.matcher(text).matches();
    }

    /** The text before the first slash. */
    public String provider() {
        return value.substring(0, value.indexOf('/'));
    }

    /** The text after the first slash. */
    public String model() {
        return value.substring(value.indexOf('/') + 1);
    }

    @Override
    public int compareTo(TargetName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
