package io.spillway.gateway.openai.speech;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.job.JobType;
import io.spillway.gateway.artifacts.Delivery;
import io.spillway.gateway.openai.JobFacts;
import io.spillway.gateway.openai.PlainCalls;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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

/** Speech. */
@Path("/v1/audio/speech")
@RunOnVirtualThread
@Tag(name = "OpenAI")
public class SpeechResource {
    private final PlainCalls calls;
    private final Delivery delivery;

    SpeechResource(PlainCalls calls, Delivery delivery) {
        this.calls = calls;
        this.delivery = delivery;
    }

    /** Speaks a text. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createSpeech",
            summary = "Speak a text",
            description = "OpenAI's call. Underneath it is a job; the answer's headers name it. The recording comes"
                    + " whole, not in events, and stays an artifact of the job.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "SpeechRequest")))
    @APIResponse(responseCode = "200", ref = "Recording")
    @APIResponse(responseCode = "400", ref = "OpenAiRefused")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "409", ref = "OpenAiRefused")
    @APIResponse(responseCode = "410", description = "The recording has been deleted from the artifact store.")
    @APIResponse(responseCode = "413", ref = "OpenAiRefused")
    @APIResponse(responseCode = "429", ref = "OpenAiRefused")
    @APIResponse(responseCode = "502", ref = "OpenAiJobFailed")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    @APIResponse(responseCode = "504", ref = "OpenAiJobFailed")
    public Response create(
            InputStream body,
            @Parameter(hidden = true) @Context HttpHeaders headers,
            @Context RoutingContext exchange) {
        PlainCalls.Answered answered = calls.answered(JobType.SPEECH, body, headers, exchange);
        ArtifactRef recording =
                answered.view().output().orElseThrow().artifacts().getFirst();
        return JobFacts.on(
                Response.ok(delivery.whole(recording), recording.contentType())
                        .header(HttpHeaders.CONTENT_LENGTH, recording.bytes()),
                answered.view());
    }
}
