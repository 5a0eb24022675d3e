package io.spillway.gateway.openai.embeddings;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.job.JobType;
import io.spillway.gateway.openai.JobFacts;
import io.spillway.gateway.openai.PlainCalls;
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

/** Embeddings. */
@Path("/v1/embeddings")
@RunOnVirtualThread
@Tag(name = "OpenAI")
public class EmbeddingsResource {
    private final PlainCalls calls;
    private final EmbeddingEndpoint embeddings;

    EmbeddingsResource(PlainCalls calls, EmbeddingEndpoint embeddings) {
        this.calls = calls;
        this.embeddings = embeddings;
    }

    /** Makes a vector of each text. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createEmbedding",
            summary = "Make vectors of texts",
            description = "OpenAI's call. Underneath it is a job; the answer's headers name it. Vectors come in the"
                    + " encoding_format that was asked for, whichever the provider used.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "EmbeddingRequest")))
    @APIResponse(responseCode = "200", ref = "Embeddings")
    @APIResponse(responseCode = "400", ref = "OpenAiRefused")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "409", ref = "OpenAiRefused")
    @APIResponse(responseCode = "413", ref = "OpenAiRefused")
    @APIResponse(responseCode = "429", ref = "OpenAiRefused")
    @APIResponse(responseCode = "502", ref = "OpenAiJobFailed")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    @APIResponse(responseCode = "504", ref = "OpenAiJobFailed")
    public Response create(
            InputStream body,
            @Parameter(hidden = true) @Context HttpHeaders headers,
            @Context RoutingContext exchange) {
        PlainCalls.Answered answered = calls.answered(JobType.EMBEDDING, body, headers, exchange);
        return JobFacts.on(
                Response.ok(embeddings.answer(answered.view(), answered.asked()), MediaType.APPLICATION_JSON_TYPE),
                answered.view());
    }
}
