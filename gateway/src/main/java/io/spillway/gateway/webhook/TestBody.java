package io.spillway.gateway.webhook;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of a test message. */
@Schema(name = "WebhookTest")
public record TestBody(
        @Schema(description = "Whether the endpoint answered with 2xx.")
        boolean delivered,

        @Schema(description = "What it answered with, if it answered.") @Nullable
        Integer status,

        @Schema(description = "Why it was not delivered.") @Nullable
        String detail) {
    static TestBody of(Sent sent) {
        return switch (sent) {
            case Sent.Answered answered when answered.success() -> new TestBody(true, answered.status(), null);
            case Sent.Answered answered -> new TestBody(false, answered.status(), "only 2xx counts as delivered");
            case Sent.Forbidden(String why) -> new TestBody(false, null, "the url " + why);
            case Sent.Unreached(String why) -> new TestBody(false, null, why);
        };
    }
}
