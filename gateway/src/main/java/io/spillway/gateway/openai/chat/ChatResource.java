package io.spillway.gateway.openai.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.openai.CallOptions;
import io.spillway.gateway.openai.Calls;
import io.spillway.gateway.openai.JobFacts;
import io.spillway.gateway.openai.telling.Streams;
import io.spillway.gateway.submission.Submission;
import io.spillway.scheduling.JobView;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Chat completions, plain and streamed. */
@Path("/v1/chat/completions")
@RunOnVirtualThread
@Tag(name = "OpenAI")
public class ChatResource {
    private final ChatEndpoint chat;
    private final CurrentCaller caller;
    private final Calls calls;
    private final Streams streams;

    ChatResource(ChatEndpoint chat, CurrentCaller caller, Calls calls, Streams streams) {
        this.chat = chat;
        this.caller = caller;
        this.calls = calls;
        this.streams = streams;
    }

    /** Completes a chat. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Operation(
            operationId = "createChatCompletion",
            summary = "Complete a chat",
            description = "OpenAI's call. Underneath it is a job; the answer's headers name it. With `stream: true` the"
                    + " answer comes as chunks. Fields not described here reach the provider as they are.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "ChatCompletionRequest")))
    @APIResponse(responseCode = "200", ref = "ChatCompletion")
    @APIResponse(responseCode = "400", ref = "OpenAiRefused")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "409", ref = "OpenAiRefused")
    @APIResponse(responseCode = "413", ref = "OpenAiRefused")
    @APIResponse(responseCode = "502", ref = "OpenAiJobFailed")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    @APIResponse(responseCode = "504", ref = "OpenAiJobFailed")
    public Response complete(
            InputStream body,
            @Parameter(hidden = true) @Context HttpHeaders headers,
            @Context RoutingContext exchange) {
        ObjectNode asked = RequestBytes.object(body);
        CallOptions options = CallOptions.read(headers, asked.path("service_tier"));
        Submission submission = chat.submission(asked, options, caller.tenant());
        if (submission.stream()) {
            boolean usage = asked.path("stream_options").path("include_usage").asBoolean(false);
            Calls.Begun begun = calls.begin(submission, options, exchange);
            return streams.of(begun, new ChatNarration(begun.view(), usage), exchange);
        }
        JobView view = calls.answered(submission, options, exchange);
        return JobFacts.on(Response.ok(chat.answer(view, asked), MediaType.APPLICATION_JSON_TYPE), view);
    }
}
