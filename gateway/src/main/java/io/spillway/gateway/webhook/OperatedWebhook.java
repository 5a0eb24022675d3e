package io.spillway.gateway.webhook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.contract.webhook.DeliveryAttempt;
import io.spillway.scheduling.EndpointStanding;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An endpoint as an operator sees it. */
@Schema(name = "OperatedWebhook")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record OperatedWebhook(
        String id,
        @Schema(examples = "webhook") String object,
        String tenant,
        String url,
        boolean enabled,

        @Schema(description = "Deliveries that it is still to be told.")
        long pending,

        @Schema(description = "When the first of them is due, in epoch seconds.") @Nullable
        Long nextAttemptAt,

        @Schema(description = "How often in a row it has failed.")
        long failures,

        @Schema(description = "When the last message was sent, in epoch seconds.") @Nullable
        Long lastAttemptAt,

        @Schema(description = "What it answered with, if it did.") @Nullable
        Integer lastStatus,

        @Schema(description = "Why that does not count as delivered.") @Nullable
        String lastError) {
    static OperatedWebhook of(Endpoint endpoint, EndpointStanding standing) {
        return new OperatedWebhook(
                endpoint.id(),
                "webhook",
                endpoint.tenant().value(),
                endpoint.url().toString(),
                endpoint.enabled(),
                standing.pending(),
                standing.firstDue()
                        .map(at -> at.plusMillis(999).getEpochSecond())
                        .orElse(null),
                standing.failures(),
                standing.last().map(last -> last.at().getEpochSecond()).orElse(null),
                standing.last().flatMap(DeliveryAttempt::status).orElse(null),
                standing.last()
                        .map(DeliveryAttempt::error)
                        .filter(error -> !error.isEmpty())
                        .orElse(null));
    }
}
