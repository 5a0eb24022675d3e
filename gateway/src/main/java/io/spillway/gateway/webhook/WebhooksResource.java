package io.spillway.gateway.webhook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The caller's webhooks. */
@Path("/v1/webhooks")
@Tag(name = "Webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class WebhooksResource {
    private final CurrentCaller caller;
    private final Endpoints endpoints;
    private final Registering registering;
    private final Sending sending;

    WebhooksResource(CurrentCaller caller, Endpoints endpoints, Registering registering, Sending sending) {
        this.caller = caller;
        this.endpoints = endpoints;
        this.registering = registering;
        this.sending = sending;
    }

    /** All of a tenant's webhooks; there are never more than fit into one answer. */
    @Schema(name = "Webhooks")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Page(@Schema(examples = "list") String object, List<EndpointBody> data, boolean hasMore) {}

    /** Registers one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createWebhook",
            summary = "Register an endpoint",
            description = "At most 20 of a tenant. Its secret is shown this once.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewWebhook")))
    @APIResponse(
            responseCode = "201",
            description = "The endpoint with its secret.",
            content = @Content(schema = @Schema(implementation = EndpointBody.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "409", description = "There are as many as there may be.")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<EndpointBody> register(InputStream body) {
        Endpoint made = registering.register(caller.tenant(), RequestBytes.object(body, Registering.NEW));
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, EndpointBody.withSecret(made))
                .header("Location", "/v1/webhooks/" + made.id())
                .build();
    }

    /** All of them. */
    @GET
    @Operation(operationId = "listWebhooks", summary = "List endpoints", description = "All, oldest first.")
    @APIResponse(
            responseCode = "200",
            description = "The endpoints, without their secrets.",
            content = @Content(schema = @Schema(implementation = Page.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Page list() {
        List<EndpointBody> all =
                endpoints.of(caller.tenant()).stream().map(EndpointBody::of).toList();
        return new Page("list", all, false);
    }

    /** One. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getWebhook", summary = "An endpoint")
    @APIResponse(
            responseCode = "200",
            description = "The endpoint, without its secret.",
            content = @Content(schema = @Schema(implementation = EndpointBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public EndpointBody one(@PathParam("id") String id) {
        return EndpointBody.of(found(id));
    }

    /** Changes one. */
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeWebhook",
            summary = "Change an endpoint",
            description = "Its url, its events, or whether it is enabled; what is left out stays.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "WebhookChange")))
    @APIResponse(
            responseCode = "200",
            description = "The endpoint as it is now.",
            content = @Content(schema = @Schema(implementation = EndpointBody.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public EndpointBody change(@PathParam("id") String id, InputStream body) {
        Endpoint endpoint = found(id);
        return EndpointBody.of(registering.change(endpoint, RequestBytes.object(body, Registering.CHANGE)));
    }

    /** Forgets one. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteWebhook", summary = "Delete an endpoint")
    @APIResponse(responseCode = "204", description = "It is gone; nothing more is sent to it.")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public void delete(@PathParam("id") String id) {
        registering.remove(found(id));
    }

    /** Gives one a new secret. */
    @POST
    @Path("{id}/rotate-secret")
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Give an endpoint a new secret",
            description = "For 24 hours messages carry two signatures, one of each secret, so that none is refused"
                    + " meanwhile. A second rotation within that time ends the oldest secret at once.")
    @APIResponse(
            responseCode = "200",
            description = "The endpoint with its new secret.",
            content = @Content(schema = @Schema(implementation = EndpointBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public EndpointBody rotate(@PathParam("id") String id) {
        return EndpointBody.withSecret(registering.rotate(found(id)));
    }

    /** Sends one a test message. */
    @POST
    @Path("{id}/test")
    @Operation(
            operationId = "testWebhook",
            summary = "Send a test message now",
            description =
                    "One message of type webhook.test, signed as any other and sent once, enabled or not; waits at"
                            + " most 15 s for the endpoint's answer.")
    @APIResponse(
            responseCode = "200",
            description = "What became of it.",
            content = @Content(schema = @Schema(implementation = TestBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public TestBody test(@PathParam("id") String id) {
        Endpoint endpoint = found(id);
        return TestBody.of(sending.send(endpoint, Message.test(endpoint, Instant.now())));
    }

    private Endpoint found(String id) {
        return endpoints
                .find(caller.tenant(), id)
                .orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, "There is no webhook of this id."));
    }
}
