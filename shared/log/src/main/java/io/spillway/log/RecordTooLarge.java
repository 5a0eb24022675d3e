package io.spillway.log;

/** A record that no topic of the log takes: trying again will not help. */
public final class RecordTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordTooLarge(String message) {
        super(message);
    }
}
