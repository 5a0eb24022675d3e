package io.spillway.contract.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Who a job belongs to: 1 to 64 of {@code a-z 0-9 _ -}, beginning with a letter or a digit. */
public record TenantId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    /** The tenant of the one-machine mode. */
    public static final TenantId DEFAULT = new TenantId("default");

    @JsonCreator
    public TenantId {
        if (!wellFormed(value)) {
            throw new IllegalArgumentException("not a tenant id: " + value);
        }
    }

    /** Whether {@code text} could be a tenant's. */
    public static boolean wellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
