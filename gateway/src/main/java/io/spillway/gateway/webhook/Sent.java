package io.spillway.gateway.webhook;

/** What became of one sending. */
sealed interface Sent {
    /** The endpoint answered; only 2xx says that it has the message. */
    record Answered(int status) implements Sent {}

    /** Nothing was dialled: the url leads where webhooks do not go. */
    record Forbidden(String why) implements Sent {}

    /** No answer came. */
    record Unreached(String why) implements Sent {}
}
