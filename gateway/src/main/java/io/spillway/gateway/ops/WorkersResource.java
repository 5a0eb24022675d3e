package io.spillway.gateway.ops;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.audit.AuditNote;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.scheduling.WorkerReport;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    private final DrainingWorkers draining;
    private final AuditNote note;

    WorkersResource(Backbone backbone, DrainingWorkers draining, AuditNote note) {
        this.backbone = backbone;
        this.draining = draining;
        this.note = note;
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
        return new Workers(
                "list",
                backbone.connections().scheduler().views().workers().stream()
                        .map(this::body)
                        .toList());
    }

    /** Lets a worker take no more jobs. */
    @POST
    @Path("{id}/drain")
    @Operation(
            operationId = "drainWorker",
            summary = "Let a worker take no more jobs",
            description = "Those it runs go on; others take what waits. It stays so until that is undone or its process"
                    + " ends. The order stands in the log, so it reaches the worker even while Redis is away.")
    @APIResponse(
            responseCode = "200",
            description = "The worker.",
            content = @Content(schema = @Schema(implementation = WorkerBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public WorkerBody drain(@PathParam("id") String id) {
        return ordered(draining.known(id), true);
    }

    /** Lets a worker take jobs again. */
    @DELETE
    @Path("{id}/drain")
    @Operation(operationId = "undrainWorker", summary = "Let a drained worker take jobs again")
    @APIResponse(
            responseCode = "200",
            description = "The worker.",
            content = @Content(schema = @Schema(implementation = WorkerBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public WorkerBody undrain(@PathParam("id") String id) {
        return ordered(draining.known(id), false);
    }

    private WorkerBody ordered(WorkerReport worker, boolean drain) {
        boolean before = draining.isOrdered(worker.id());
        if (drain) {
            draining.drain(worker);
        } else {
            draining.undo(worker);
        }
        note.changed(Map.of("drained_by_hand", before), Map.of("drained_by_hand", drain));
        return body(worker);
    }

    private WorkerBody body(WorkerReport report) {
        return WorkerBody.of(report, Instant.now(), draining.isOrdered(report.id()));
    }
}
