package io.spillway.scheduling;

/** Redis did not answer in time or refused: nothing is known of the call's effect. */
public final class RedisUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
