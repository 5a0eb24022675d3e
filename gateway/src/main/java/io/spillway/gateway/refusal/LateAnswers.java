package io.spillway.gateway.refusal;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps out of the log that a request was to be answered that {@link SlowBodies} had answered before: whoever read the
 * body learns that it does not go on, and wants to say so.
 */
@LoggingFilter(name = "late-answers")
public final class LateAnswers implements Filter {
    private static final String LOGGER = "io.quarkus.vertx.http.runtime.QuarkusErrorHandler";

    @Override
    public boolean isLoggable(LogRecord record) {
        return !LOGGER.equals(record.getLoggerName())
                || !(record.getThrown() instanceof IllegalStateException late)
                || !"Response has already been written".equals(late.getMessage());
    }
}
