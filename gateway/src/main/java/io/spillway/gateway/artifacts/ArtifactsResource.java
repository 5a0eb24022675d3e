package io.spillway.gateway.artifacts;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.job.JobId;
import io.spillway.contract.outcome.Output;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.watching.Found;
import io.spillway.gateway.watching.Lookout;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The images and recordings of a job, for whoever may see the job. */
@Path("/v1/jobs/{id}/artifacts")
@RunOnVirtualThread
@Tag(name = "Jobs")
public class ArtifactsResource {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,3}");

    private final CurrentCaller caller;
    private final Lookout lookout;
    private final Delivery delivery;

    ArtifactsResource(CurrentCaller caller, Lookout lookout, Delivery delivery) {
        this.caller = caller;
        this.lookout = lookout;
        this.delivery = delivery;
    }

    /** One artifact, or a part of it. */
    @GET
    @Path("{n}")
    @Operation(
            operationId = "getArtifact",
            summary = "Fetch an image or a recording",
            description = "The number counts from 0. Takes `Range` (one part) and `If-None-Match`.")
    @APIResponse(
            responseCode = "200",
            description = "The bytes, with their media type.",
            content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "206", description = "The part that was asked for.")
    @APIResponse(responseCode = "304", description = "It is what the client has.")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "410", description = "It has been deleted from the artifact store.")
    @APIResponse(responseCode = "416", description = "There is no such part.")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<StreamingOutput> artifact(
            @PathParam("id") String id,
            @PathParam("n") String n,
            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-None-Match") @Nullable String known) {
        ArtifactRef ref = find(id, n);
        return known != null && known.contains(Delivery.etag(ref))
                ? Delivery.unchanged(ref)
                : delivery.of(ref, n, range);
    }

    /** What there is, without it. */
    @HEAD
    @Path("{n}")
    @Operation(hidden = true)
    public RestResponse<StreamingOutput> head(@PathParam("id") String id, @PathParam("n") String n) {
        return delivery.described(find(id, n), n);
    }

    private ArtifactRef find(String id, String n) {
        JobId job = JobId.parse(id).orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, Found.NO_SUCH_JOB));
        List<ArtifactRef> all = Found.orRefused(lookout.look(job, caller.tenant()))
                .output()
                .map(Output::artifacts)
                .orElse(List.of());
        if (!NUMBER.matcher(n).matches() || Integer.parseInt(n) >= all.size()) {
            throw Refusal.of(
                    Problem.Kind.NOT_FOUND,
                    all.isEmpty()
                            ? "This job has no artifacts."
                            : "This job's artifacts are 0 to " + (all.size() - 1) + ".");
        }
        return all.get(Integer.parseInt(n));
    }
}
