package io.spillway.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An endpoint as its tenant sees it. */
@Schema(name = "Webhook")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EndpointBody(
        @Schema(examples = "whe_0k3v9m2q7c1x5b8n4d6f") String id,
        @Schema(examples = "webhook") String object,
        String url,
        List<String> events,

        @Schema(description = "Nothing is sent to one that is not.")
        boolean enabled,

        @Schema(description = "In epoch seconds.") long createdAt,

        @Schema(description = "Until when the secret before this one still signs, in epoch seconds.") @Nullable
        Long previousSecretUntil,

        @Schema(description = "What its messages are signed with; shown when it is made, and never again.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String secret) {
    /** The endpoint without its secret. */
    static EndpointBody of(Endpoint endpoint) {
        return body(endpoint, null);
    }

    /** The endpoint with the secret that was just made for it. */
    static EndpointBody withSecret(Endpoint endpoint) {
        return body(endpoint, endpoint.secret().text());
    }

    private static EndpointBody body(Endpoint endpoint, @Nullable String secret) {
        return new EndpointBody(
                endpoint.id(),
                "webhook",
                endpoint.url().toString(),
                endpoint.events().stream().sorted().map(EventType::word).toList(),
                endpoint.enabled(),
                endpoint.createdAt().getEpochSecond(),
                endpoint.retired().map(old -> old.until().getEpochSecond()).orElse(null),
                secret);
    }
}
