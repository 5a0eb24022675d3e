package io.spillway.gateway.availability;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Which models can be had now. */
@Path("/v1/availability")
@Tag(name = "Availability")
public class AvailabilityResource {
    private final Standing standing;
    private final AvailabilityShape shape;

    AvailabilityResource(Standing standing, AvailabilityShape shape) {
        this.standing = standing;
        this.shape = shape;
    }

    /** All models, or one. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "getAvailability",
            summary = "Which models can be had now",
            description = "Routes, then targets. A model that is not available still takes jobs: they wait for it.")
    @APIResponse(
            responseCode = "200",
            description = "The models as they stand.",
            content = @Content(schema = @Schema(implementation = AvailabilityBody.Listed.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public AvailabilityBody.Listed availability(
            @Parameter(description = "Only this route or target.") @QueryParam("model") @Nullable String model) {
        Standing.Snapshot snapshot = standing.look();
        return AvailabilityBody.Listed.of(
                model == null
                        ? shape.all(snapshot)
                        : List.of(shape.one(model, snapshot).orElseThrow(AvailabilityResource::unknown)));
    }

    private static Refusal unknown() {
        return Refusal.of(
                Problem.Kind.NOT_FOUND,
                List.of(new Problem.FieldError("model", "is neither a route nor a target here")));
    }
}
