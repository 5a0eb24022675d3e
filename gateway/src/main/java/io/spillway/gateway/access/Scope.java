package io.spillway.gateway.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;

/** What a key allows. */
public enum Scope {
    /** Submit and cancel jobs. */
    SUBMIT,
    /** Look at one's own jobs. */
    READ,
    /** Say that a device is there, and where; an admin's key may too. */
    DEVICE,
    /** Operate the cluster. */
    ADMIN;

    /** Whether a key of {@code scopes} reaches this far. */
    boolean within(Set<Scope> scopes) {
        return scopes.contains(this) || this == DEVICE && scopes.contains(ADMIN);
    }

    /** The word used in the API and the state. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Scope of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
