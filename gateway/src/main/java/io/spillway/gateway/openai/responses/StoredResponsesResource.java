package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.api.Deleting;
import io.spillway.gateway.openai.CursorPage;
import io.spillway.scheduling.JobView;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is kept of a response: its input, until it is deleted. */
@Path("/v1/responses")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "OpenAI")
public class StoredResponsesResource {
    private static final CursorPage.Rules PAGES = new CursorPage.Rules(20, 100);

    private final CurrentCaller caller;
    private final StoredResponses stored;
    private final Deleting deleting;

    StoredResponsesResource(CurrentCaller caller, StoredResponses stored, Deleting deleting) {
        this.caller = caller;
        this.stored = stored;
        this.deleting = deleting;
    }

    /** The items that a response was made of. */
    @GET
    @Path("{id}/input_items")
    @Operation(
            operationId = "listResponseInputItems",
            summary = "What a response was made of",
            description = "Those of the conversation it goes on from as well; newest first unless `order` is `asc`.")
    @APIResponse(responseCode = "200", ref = "OpenAiList")
    @APIResponse(responseCode = "400", ref = "OpenAiRefused")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    public ObjectNode items(
            @PathParam("id") String id,
            @Parameter(description = "1 to 100, 20 if left out.") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "The last_id of the page before.") @QueryParam("after") @Nullable String after,
            @QueryParam("order") @Nullable String order) {
        CursorPage page = CursorPage.read(PAGES, limit, after, order);
        return page.of(GivenItems.of(stored.response(id, caller.tenant()).job()));
    }

    /** Deletes a response, and with it its job. */
    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteResponse",
            summary = "Delete a response",
            description = "Its job is gone for every reader; one that still runs is cancelled.")
    @APIResponse(responseCode = "200", description = "It is deleted.")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    public ObjectNode delete(@PathParam("id") String id) {
        JobView view = stored.response(id, caller.tenant());
        deleting.delete(view.job().id(), caller.tenant());
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", "response")
                .put("deleted", true);
    }
}
