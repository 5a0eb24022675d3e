package io.spillway.gateway.submission;

import io.spillway.gateway.refusal.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a body, field by field; the first few are enough. */
public final class Complaints {
    private static final int MOST = 20;

    private final List<FieldError> errors = new ArrayList<>();
    private final boolean tolerant;

    /** Everything that is not right. */
    public Complaints() {
        this(false);
    }

    private Complaints(boolean tolerant) {
        this.tolerant = tolerant;
    }

    /** Everything that is not right, except fields that are not known. */
    public static Complaints tolerant() {
        return new Complaints(true);
    }

    /** Whether fields that are not known are left alone. */
    boolean letUnknownPass() {
        return tolerant;
    }

    void add(String field, String message) {
        if (errors.size() < MOST) {
            errors.add(new FieldError(field, message));
        }
    }

    /** Whether nothing is wrong. */
    public boolean isEmpty() {
        return errors.isEmpty();
    }

    /** The fields that are wrong. */
    public List<FieldError> errors() {
        return List.copyOf(errors);
    }
}
