package io.spillway.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.api.PageQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What operators did. */
@Path("/ops/audit")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuditResource {
    private final AuditLog log;

    AuditResource(AuditLog log) {
        this.log = log;
    }

    /** A page of entries. */
    @Schema(name = "AuditEntries")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Page(
            @Schema(examples = "list") String object,
            List<Entry> data,
            @Nullable String firstId,
            @Nullable String lastId,
            boolean hasMore) {}

    /** One entry. */
    @Schema(name = "AuditEntry")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Entry(
            @Schema(examples = "aud_06439f2a1b3c4d0f1e2d3c") String id,
            @Schema(examples = "audit_entry") String object,

            @Schema(description = "Epoch seconds.") long at,

            @Schema(description = "What operators call the key it was done with.")
            String key,

            @Schema(description = "The key's tenant.") String tenant,
            @Schema(examples = "PATCH") String method,

            @Schema(description = "What it was done to; where something was made, its address.")
            String path,

            int status,

            @Schema(implementation = Object.class, description = "How it was before, where that is known.") @Nullable
            JsonNode from,

            @Schema(implementation = Object.class, description = "How it is since, where that is known.") @Nullable
            JsonNode to) {
        static Entry of(AuditEntry entry) {
            return new Entry(
                    entry.id(),
                    "audit_entry",
                    entry.at().getEpochSecond(),
                    entry.key(),
                    entry.tenant(),
                    entry.method(),
                    entry.path(),
                    entry.status(),
                    entry.from().orElse(null),
                    entry.to().orElse(null));
        }
    }

    /** The latest entries, or those before one. */
    @GET
    @Operation(
            operationId = "listAudit",
            summary = "What operators did",
            description = "Every successful call under /ops but those that only read, newest first: the latest 10,000.")
    @APIResponse(
            responseCode = "200",
            description = "A page of entries.",
            content = @Content(schema = @Schema(implementation = Page.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Page page(
            @Parameter(description = "At most so many, 1 to 100; 20 if left out.") @QueryParam("limit") @Nullable
                    String limit,
            @Parameter(description = "The last one seen.") @QueryParam("after") @Nullable String after) {
        PageQuery query = PageQuery.of(limit, after);
        List<AuditEntry> found = log.page(query.after(), query.limit() + 1);
        List<Entry> shown = found.stream().limit(query.limit()).map(Entry::of).toList();
        return new Page(
                "list",
                shown,
                shown.isEmpty() ? null : shown.getFirst().id(),
                shown.isEmpty() ? null : shown.getLast().id(),
                found.size() > shown.size());
    }
}
