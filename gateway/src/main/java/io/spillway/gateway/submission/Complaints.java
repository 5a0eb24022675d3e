package io.spillway.gateway.submission;

import io.spillway.gateway.refusal.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a body, field by field; the first few are enough. */
final class Complaints {
    private static final int MOST = 20;

    private final List<FieldError> errors = new ArrayList<>();

    void add(String field, String message) {
        if (errors.size() < MOST) {
            errors.add(new FieldError(field, message));
        }
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    List<FieldError> errors() {
        return List.copyOf(errors);
    }
}
