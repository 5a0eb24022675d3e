package io.spillway.gateway.openai.images;

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
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Images. */
@Path("/v1/images/generations")
@RunOnVirtualThread
@Tag(name = "OpenAI")
public class ImagesResource {
    private final PlainCalls calls;
    private final Pictures pictures;

    ImagesResource(PlainCalls calls, Pictures pictures) {
        this.calls = calls;
        this.pictures = pictures;
    }

    /** Makes pictures. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createImage",
            summary = "Make pictures",
            description = "OpenAI's call. Underneath it is a job; the answer's headers name it. With `response_format:"
                    + " url` the pictures stay here, as artifacts of the job, and are fetched with the same key.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "ImageRequest")))
    @APIResponse(responseCode = "200", ref = "Images")
    @APIResponse(responseCode = "400", ref = "OpenAiRefused")
    @APIResponse(responseCode = "401", ref = "OpenAiRefused")
    @APIResponse(responseCode = "404", ref = "OpenAiRefused")
    @APIResponse(responseCode = "409", ref = "OpenAiRefused")
    @APIResponse(responseCode = "410", description = "A picture has been deleted from the artifact store.")
    @APIResponse(responseCode = "413", ref = "OpenAiRefused")
    @APIResponse(responseCode = "429", ref = "OpenAiRefused")
    @APIResponse(responseCode = "502", ref = "OpenAiJobFailed")
    @APIResponse(responseCode = "503", ref = "OpenAiUnavailable")
    @APIResponse(responseCode = "504", ref = "OpenAiJobFailed")
    public Response create(
            InputStream body,
            @Parameter(hidden = true) @Context HttpHeaders headers,
            @Context UriInfo uri,
            @Context RoutingContext exchange) {
        PlainCalls.Answered answered = calls.answered(JobType.IMAGE, body, headers, exchange);
        boolean addresses = answered.asked().path("response_format").asText().equals("url");
        Object images =
                addresses ? Pictures.addressed(answered.view(), uri.getBaseUri()) : pictures.enclosed(answered.view());
        return JobFacts.on(Response.ok(images, MediaType.APPLICATION_JSON_TYPE), answered.view());
    }
}
