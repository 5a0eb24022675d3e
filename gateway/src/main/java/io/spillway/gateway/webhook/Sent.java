package io.spillway.gateway.webhook;

import java.time.Duration;
import java.util.Optional;

/** What became of one sending. */
sealed interface Sent {
    /**
     * The endpoint answered; only 2xx says that it has the message.
     *
     * @param retryAfter how long it wants to be left alone, if it said so
     */
    record Answered(int status, Optional<Duration> retryAfter) implements Sent {
        private static final int SUCCESS = 2;

        Answered(int status) {
            this(status, Optional.empty());
        }

        boolean success() {
            return status / 100 == SUCCESS;
        }
    }

    /** Nothing was dialled: the url leads where webhooks do not go. */
    record Forbidden(String why) implements Sent {}

    /** No answer came. */
    record Unreached(String why) implements Sent {}
}
