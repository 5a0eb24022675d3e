package io.spillway.gateway.tenants;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A tenant as operators see it. */
@Schema(name = "Tenant")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TenantBody(
        @Schema(examples = "ten_3f2a8c91d04b7e65") String id,
        @Schema(examples = "tenant") String object,
        String name,

        @Schema(description = "Its share of the cluster relative to others', 0.1 to 100.")
        double weight,

        @Schema(description = "Where its jobs run first, or have to stay.") @Nullable
        String region,

        @Schema(enumeration = {"preferred", "required"}) String residency,

        @Schema(ref = "Quota") Map<String, Object> quota,

        @Schema(description = "Epoch seconds.") long createdAt) {
    static TenantBody of(Tenant tenant) {
        return new TenantBody(
                tenant.id().value(),
                "tenant",
                tenant.name(),
                tenant.weight(),
                tenant.region().orElse(null),
                tenant.mustStay() ? "required" : "preferred",
                QuotaFields.shown(tenant.quota().orElse(Quota.NONE)),
                tenant.createdAt().getEpochSecond());
    }
}
