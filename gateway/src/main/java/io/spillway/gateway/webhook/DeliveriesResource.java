package io.spillway.gateway.webhook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.api.PageQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** What the caller's endpoints were told. */
@Path("/v1/webhooks")
@Tag(name = "Webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DeliveriesResource {
    private static final Set<String> PARAMETERS = Set.of("limit", "after");

    private final CurrentCaller caller;
    private final ToldBefore told;

    DeliveriesResource(CurrentCaller caller, ToldBefore told) {
        this.caller = caller;
        this.told = told;
    }

    /** A page of an endpoint's deliveries. */
    @Schema(name = "WebhookDeliveries", description = "With has_more the next page begins after last_id.")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Page(
            @Schema(examples = "list") String object,
            List<DeliveryBody> data,
            @Nullable String firstId,
            @Nullable String lastId,
            boolean hasMore) {
        static Page of(List<DeliveryBody> data, boolean more) {
            return new Page(
                    "list",
                    data,
                    data.isEmpty() ? null : data.getFirst().id(),
                    data.isEmpty() ? null : data.getLast().id(),
                    more);
        }
    }

    /** An endpoint's deliveries. */
    @GET
    @Path("{id}/deliveries")
    @Operation(
            operationId = "listWebhookDeliveries",
            summary = "What an endpoint was told",
            description = "Newest first: the last 1,000 for five days.")
    @APIResponse(
            responseCode = "200",
            description = "A page of deliveries.",
            content = @Content(schema = @Schema(implementation = Page.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Page list(
            @PathParam("id") String id,
            @Parameter(description = "1 to 100, 20 if left out.") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "The last_id of the page before.") @QueryParam("after") @Nullable String after,
            @Context UriInfo uri) {
        PageQuery.onlyKnows(uri.getQueryParameters().keySet(), PARAMETERS);
        PageQuery query = PageQuery.of(limit, after);
        List<DeliveryBody> found = told.page(caller.tenant(), id, query).stream()
                .map(DeliveryBody::of)
                .toList();
        return Page.of(found.subList(0, Math.min(found.size(), query.limit())), found.size() > query.limit());
    }

    /** Tells again. */
    @POST
    @Path("deliveries/{id}/redeliver")
    @ResponseStatus(202)
    @Operation(
            operationId = "redeliverWebhook",
            summary = "Send a message again",
            description = "At once, under its own id, whatever became of it; if that fails, on by the schedule from its"
                    + " beginning.")
    @APIResponse(
            responseCode = "202",
            description = "The delivery, which is pending again.",
            content = @Content(schema = @Schema(implementation = DeliveryBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", description = "The endpoint is not enabled.")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public DeliveryBody redeliver(@PathParam("id") String id) {
        return DeliveryBody.of(told.again(caller.tenant(), id));
    }
}
