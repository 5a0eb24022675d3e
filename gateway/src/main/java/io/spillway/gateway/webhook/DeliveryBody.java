package io.spillway.gateway.webhook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.contract.webhook.DeliveryAttempt;
import io.spillway.scheduling.DeliveryView;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A delivery as its tenant sees it. */
@Schema(name = "WebhookDelivery", description = "What an endpoint was told, or is to be told. Times are epoch seconds.")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DeliveryBody(
        @Schema(
                description = "The message's own, its webhook-id.",
                examples = "msg_01jd3k4m5n6p7q8r9s0t1v2w3x_completed")
        String id,

        @Schema(examples = "webhook.delivery") String object,
        String webhook,
        String job,

        @Schema(examples = "job.completed") String type,

        @Schema(enumeration = {"pending", "delivered", "given_up"})
        String state,

        @Schema(description = "When the job ended.") long createdAt,

        @Schema(description = "Null while a message is under way, and when there is nothing more to come.") @Nullable
        Long nextAttemptAt,

        @Schema(description = "Every message sent, in order; at most the last 40.")
        List<Attempt> attempts) {
    /** One message. */
    @Schema(name = "WebhookAttempt")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Attempt(
            long at,

            @Schema(description = "What the endpoint answered with, if it did.") @Nullable
            Integer status,

            long durationMs,

            @Schema(description = "Why it does not count as delivered.") @Nullable
            String error) {}

    static DeliveryBody of(DeliveryView view) {
        return new DeliveryBody(
                view.id(),
                "webhook.delivery",
                view.endpoint(),
                view.job().value(),
                EventType.of(view.status()).word(),
                view.state().word(),
                view.at().getEpochSecond(),
                view.next().map(at -> at.plusMillis(999).getEpochSecond()).orElse(null),
                view.attempts().stream().map(DeliveryBody::attempt).toList());
    }

    private static Attempt attempt(DeliveryAttempt made) {
        return new Attempt(
                made.at().getEpochSecond(),
                made.status().orElse(null),
                made.tookMs(),
                made.error().isEmpty() ? null : made.error());
    }
}
