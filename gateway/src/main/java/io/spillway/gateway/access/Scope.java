package io.spillway.gateway.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a key allows. */
public enum Scope {
    /** Submit and cancel jobs. */
    SUBMIT,
    /** Look at one's own jobs. */
    READ,
    /** Operate the cluster. */
    ADMIN;

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
