package io.spillway.gateway.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is to be set of a tenant: what is left out stays as it is, {@code null} puts it back to the default. */
record TenantRequest(JsonNode fields) {
    private static final int LONGEST_NAME = 100;
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");
    private static final String REQUIRED = "required";

    static TenantRequest ofNew(InputStream body) throws Refusal {
        return read(body, rest().required("name", Rule.text(LONGEST_NAME)));
    }

    static TenantRequest ofChange(InputStream body) throws Refusal {
        return read(body, rest().optional("name", Rule.text(LONGEST_NAME)));
    }

    /** A new tenant of this kind. */
    Tenant make(TenantId id, Instant now) {
        Tenant bare = Tenant.undescribed(id);
        return applied(new Tenant(
                id, bare.name(), bare.weight(), bare.region(), bare.mustStay(), bare.quota(), now, bare.deletedAt()));
    }

    /** {@code tenant} with what is to be set. */
    Tenant applied(Tenant tenant) throws Refusal {
        Tenant bare = Tenant.undescribed(tenant.id());
        Tenant changed = new Tenant(
                tenant.id(),
                fields.has("name") ? fields.get("name").asText() : tenant.name(),
                fields.has("weight") ? fields.get("weight").asDouble(bare.weight()) : tenant.weight(),
                fields.has("region") ? Optional.ofNullable(fields.get("region").textValue()) : tenant.region(),
                fields.has("residency")
                        ? REQUIRED.equals(fields.get("residency").textValue())
                        : tenant.mustStay(),
                fields.has("quota") ? Optional.of(QuotaFields.read(fields.get("quota"))) : tenant.quota(),
                tenant.createdAt(),
                tenant.deletedAt());
        if (changed.mustStay() && changed.region().isEmpty()) {
            throw invalid("residency", "needs a region to stay in");
        }
        return changed;
    }

    private static TenantRequest read(InputStream body, Shape shape) {
        JsonNode fields = RequestBytes.object(body, shape);
        if (fields.has("name") && fields.get("name").isNull()) {
            throw invalid("name", "should not be null");
        }
        return new TenantRequest(fields);
    }

    private static Shape rest() {
        return new Shape()
                .optional("weight", Rule.number(Job.LEAST_WEIGHT, Job.MOST_WEIGHT))
                .optional("region", Rule.matching(REGION, "1 to 32 of a-z 0-9 -, such as eu"))
                .optional("residency", Rule.oneOf("preferred", REQUIRED))
                .optional("quota", QuotaFields.rule());
    }

    private static Refusal invalid(String field, String rule) {
        return Refusal.of(Problem.Kind.INVALID, List.of(new Problem.FieldError(field, rule)));
    }
}
