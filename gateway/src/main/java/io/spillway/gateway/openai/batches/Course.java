package io.spillway.gateway.openai.batches;

/** What is to become of the lines of a batch that are not done. */
enum Course {
    /** They are called. */
    ON,
    /** Their client does not want them any more. */
    CANCELLED,
    /** Their time is over. */
    EXPIRED,
    /** Somebody else goes on with them. */
    LEFT;

    /** What stands in the error file beside a line that was never called. */
    Result unasked(Request request) {
        return this == CANCELLED
                ? Result.unasked(
                        request, "batch_cancelled", "This request was not executed before the batch was cancelled.")
                : Result.unasked(
                        request,
                        "batch_expired",
                        "This request could not be executed before the completion window expired.");
    }
}
