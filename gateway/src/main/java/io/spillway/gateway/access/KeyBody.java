package io.spillway.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.gateway.tenants.Quota;
import io.spillway.gateway.tenants.QuotaFields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A key as operators see it: everything but the key. */
@Schema(name = "Key")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record KeyBody(
        @Schema(examples = "key_9b1c0de84f2a7735") String id,
        @Schema(examples = "key") String object,
        String tenant,
        List<Scope> scopes,

        @Schema(description = "The routes and targets it may name; null for any.") @Nullable
        List<String> models,

        @Schema(description = "The most urgent priority it may ask for; null for any.") @Nullable
        Integer maxPriority,

        @Schema(ref = "Quota") Map<String, Object> quota,

        long createdAt,
        @Nullable Long expiresAt,

        @Schema(description = "Within a minute of the truth; null if never.") @Nullable
        Long lastUsedAt) {
    static KeyBody of(KeyRecord record, Optional<Instant> lastUsed) {
        return new KeyBody(
                record.id(),
                "key",
                record.tenant().value(),
                record.scopes().stream().sorted().toList(),
                record.models().map(names -> names.stream().sorted().toList()).orElse(null),
                record.maxPriority().orElse(null),
                QuotaFields.shown(record.quota().orElse(Quota.NONE)),
                record.createdAt().getEpochSecond(),
                record.expiresAt().map(Instant::getEpochSecond).orElse(null),
                lastUsed.map(Instant::getEpochSecond).orElse(null));
    }
}
