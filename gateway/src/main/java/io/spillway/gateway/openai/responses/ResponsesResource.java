package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.api.Cancelling;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.openai.CallOptions;
import io.spillway.gateway.openai.Calls;
import io.spillway.gateway.openai.JobFacts;
import io.spillway.gateway.openai.telling.Streams;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Submission;
import io.spillway.scheduling.JobView;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Responses: plain, streamed, in the background; fetched, resumed and cancelled by their ids. */
@Path("/v1/responses")
@Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
@RunOnVirtualThread
@Tag(name = "OpenAI")
public class ResponsesResource {
    private final CurrentCaller caller;
    private final Calls calls;
    private final Streams streams;
    private final StoredResponses stored;
    private final Cancelling cancelling;

    ResponsesResource(
            CurrentCaller caller, Calls calls, Streams streams, StoredResponses stored, Cancelling cancelling) {
        this.caller = caller;
        this.calls = calls;
        this.streams = streams;
        this.stored = stored;
        this.cancelling = cancelling;
    }

    /** Makes a response. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createResponse",
            summary = "Make a response",
            description = "OpenAI's call. Underneath it is a chat job. With `stream: true` the answer comes as events,"
                    + " with `background: true` at once as it stands: GET it later, or follow it with `stream=true`.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "ResponseRequest")))
    @APIResponse(responseCode = "200", ref = "Response")
    @APIResponse(responseCode = "400", ref = "OpenAiRefused")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "409", ref = "OpenAiRefused")
    @APIResponse(responseCode = "413", ref = "OpenAiRefused")
    @APIResponse(responseCode = "502", ref = "OpenAiJobFailed")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    @APIResponse(responseCode = "504", ref = "OpenAiJobFailed")
    public Response create(
            InputStream body,
            @Parameter(hidden = true) @Context HttpHeaders headers,
            @Context RoutingContext exchange) {
        ObjectNode asked = RequestBytes.object(body);
        boolean background = asked.path("background").asBoolean(false);
        CallOptions given = CallOptions.read(headers, asked.path("service_tier"));
        CallOptions options = background ? given.detached() : given;
        Submission submission = stored.submission(asked, options, caller.tenant());
        if (submission.stream()) {
            Calls.Begun begun = calls.begin(submission, options, exchange);
            return streams.of(begun, new ResponseNarration(begun.view(), -1), exchange);
        }
        return answer(
                background
                        ? calls.begin(submission, options, exchange).view()
                        : calls.answered(submission, options, exchange));
    }

    /** A response as it stands, or its events. */
    @GET
    @Path("{id}")
    @Operation(
            operationId = "getResponse",
            summary = "Fetch or follow a response",
            description = "With `stream=true` its events after number `starting_after`, to its end.")
    @APIResponse(responseCode = "200", ref = "Response")
    @APIResponse(responseCode = "400", ref = "OpenAiRefused")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    public Response fetch(
            @PathParam("id") String id,
            @QueryParam("stream") @Nullable String stream,
            @Parameter(description = "The sequence_number of the last event seen.")
                    @QueryParam("starting_after")
                    @Nullable
                    String after,
            @Context RoutingContext exchange) {
        JobView view = stored.response(id, caller.tenant());
        if (!"true".equals(stream)) {
            return answer(view);
        }
        return streams.of(view, caller.tenant(), new ResponseNarration(view, number(after)), exchange);
    }

    /** Ends a response as cancelled, unless it has ended. */
    @POST
    @Path("{id}/cancel")
    @Operation(
            operationId = "cancelResponse",
            summary = "Cancel a response",
            description = "Held for up to 5 seconds until it has ended; one that had ended stays as it is.")
    @APIResponse(responseCode = "200", ref = "Response")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    public Response cancel(@PathParam("id") String id) {
        JobView view = stored.response(id, caller.tenant());
        return answer(cancelling.cancel(view.job().id(), caller.tenant()));
    }

    private static Response answer(JobView view) {
        return JobFacts.on(Response.ok(ResponseShape.of(view), MediaType.APPLICATION_JSON_TYPE), view);
    }

    private static long number(@Nullable String after) {
        if (after == null) {
            return -1;
        }
        if (!after.matches("\\d{1,15}")) {
            throw Refusal.of(
                    Problem.Kind.INVALID,
                    List.of(new Problem.FieldError("starting_after", "should be the sequence_number of an event")));
        }
        return Long.parseLong(after);
    }
}
