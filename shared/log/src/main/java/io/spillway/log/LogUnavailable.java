package io.spillway.log;

import org.jspecify.annotations.Nullable;

/** Kafka did not acknowledge in time: the record may or may not be in the log. */
public final class LogUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
