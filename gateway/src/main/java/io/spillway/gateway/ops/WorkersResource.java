package io.spillway.gateway.ops;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.backbone.Backbone;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The workers that have reported within the last minute. */
@Path("/ops/workers")
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
    public Workers workers() {
        Instant now = Instant.now();
        return new Workers(
                "list",
                backbone.connections().scheduler().views().workers().stream()
                        .map(report -> WorkerBody.of(report, now))
                        .toList());
    }
}
