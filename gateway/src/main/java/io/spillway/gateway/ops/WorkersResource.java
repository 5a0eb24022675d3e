package io.spillway.gateway.ops;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.backbone.Backbone;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The workers that have reported within the last minute. */
@Path("/ops/workers")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class WorkersResource {
    /** A list of workers. */
    @Schema(name = "Workers")
    public record Workers(@Schema(examples = "list") String object, List<WorkerBody> data) {}

    private final Backbone backbone;

    WorkersResource(Backbone backbone) {
        this.backbone = backbone;
    }

    /** The workers, by name. */
    @GET
    @Operation(operationId = "listWorkers", summary = "The workers and the model processes they keep")
    @APIResponse(
            responseCode = "200",
            description = "The workers, by name.",
            content = @Content(schema = @Schema(implementation = Workers.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Workers workers() {
        Instant now = Instant.now();
        return new Workers(
                "list",
                backbone.connections().scheduler().views().workers().stream()
                        .map(report -> WorkerBody.of(report, now))
                        .toList());
    }
}
