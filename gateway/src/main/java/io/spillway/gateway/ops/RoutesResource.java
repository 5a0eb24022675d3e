package io.spillway.gateway.ops;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.cluster.Cluster;
import io.spillway.gateway.availability.Settings;
import io.spillway.gateway.availability.Standing;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The routes as they stand. */
@Path("/ops/routes")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RoutesResource {
    /** A list of routes. */
    @Schema(name = "Routes")
    public record Routes(@Schema(examples = "list") String object, List<RouteBody> data) {}

    private final Cluster cluster;
    private final Standing standing;
    private final Settings settings;

    RoutesResource(Cluster cluster, Standing standing, Settings settings) {
        this.settings = settings;
        this.cluster = cluster;
        this.standing = standing;
    }

    /** The routes, in the configuration's order. */
    @GET
    @Operation(operationId = "listRoutes", summary = "The routes and how their targets stand")
    @APIResponse(
            responseCode = "200",
            description = "The routes, in the configuration's order.",
            content = @Content(schema = @Schema(implementation = Routes.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Routes routes() {
        Standing.Snapshot snapshot = standing.look();
        return new Routes(
                "list",
                cluster.routes().values().stream()
                        .map(route -> RouteBody.of(settings.inForce(route), snapshot))
                        .toList());
    }
}
