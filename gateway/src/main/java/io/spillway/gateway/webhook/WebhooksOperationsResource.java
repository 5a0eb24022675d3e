package io.spillway.gateway.webhook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.api.PageQuery;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.scheduling.EndpointStanding;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** All tenants' endpoints as they stand. */
@Path("/ops/webhooks")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class WebhooksOperationsResource {
    private static final Set<String> PARAMETERS = Set.of("limit", "after");

    private final Backbone backbone;
    private final Endpoints endpoints;

    WebhooksOperationsResource(Backbone backbone, Endpoints endpoints) {
        this.backbone = backbone;
        this.endpoints = endpoints;
    }

    /** A page of endpoints, by their ids. */
    @Schema(name = "OperatedWebhooks", description = "With has_more the next page begins after last_id.")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Page(
            @Schema(examples = "list") String object,
            List<OperatedWebhook> data,
            @Nullable String lastId,
            boolean hasMore) {}

    /** A page of them. */
    @GET
    @Operation(
            operationId = "listAllWebhooks",
            summary = "The webhooks of all tenants and how they stand",
            description = "By their ids.")
    @APIResponse(
            responseCode = "200",
            description = "A page of endpoints.",
            content = @Content(schema = @Schema(implementation = Page.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Page list(
            @Parameter(description = "1 to 100, 20 if left out.") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "The last_id of the page before.") @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        PageQuery.onlyKnows(uri.getQueryParameters().keySet(), PARAMETERS);
        PageQuery query = PageQuery.of(limit, after);
        List<Endpoint> found = endpoints.all(query.after(), query.limit() + 1);
        List<Endpoint> shown = found.subList(0, Math.min(found.size(), query.limit()));
        String last = shown.isEmpty() ? null : shown.getLast().id();
        return new Page("list", standing(shown), last, found.size() > shown.size());
    }

    private List<OperatedWebhook> standing(List<Endpoint> shown) {
        List<EndpointStanding> standing = backbone.connections()
                .scheduler()
                .deliveries()
                .standing(shown.stream().map(Endpoint::id).toList());
        List<OperatedWebhook> bodies = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            bodies.add(OperatedWebhook.of(shown.get(i), standing.get(i)));
        }
        return bodies;
    }
}
