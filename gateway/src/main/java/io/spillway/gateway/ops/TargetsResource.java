package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.audit.AuditNote;
import io.spillway.gateway.availability.Adjustments;
import io.spillway.gateway.availability.Standing;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.HealthReport;
import io.spillway.scheduling.TargetState;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The targets as they stand, and the operator's hand in their exhaustions. */
@Path("/ops/targets")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TargetsResource {
    /** A list of targets. */
    @Schema(name = "Targets")
    public record Targets(@Schema(examples = "list") String object, List<TargetBody> data) {}

    /** A target that was put back into service. */
    @Schema(name = "ExhaustionCleared")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Cleared(
            @Schema(description = "Whether anything was out of service.")
            boolean cleared,

            @Schema(description = "Jobs that waited for it and may go to it now.")
            long eligibleJobs,

            TargetBody target) {}

    private final Cluster cluster;
    private final Standing standing;
    private final Exhausting exhausting;
    private final Adjustments adjustments;
    private final AuditNote note;

    TargetsResource(
            Cluster cluster, Standing standing, Exhausting exhausting, Adjustments adjustments, AuditNote note) {
        this.note = note;
        this.adjustments = adjustments;
        this.cluster = cluster;
        this.standing = standing;
        this.exhausting = exhausting;
    }

    /** The targets, in the configuration's order. */
    @GET
    @Operation(operationId = "listTargets", summary = "The targets as they stand")
    @APIResponse(
            responseCode = "200",
            description = "The targets, in the configuration's order.",
            content = @Content(schema = @Schema(implementation = Targets.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Targets targets() {
        Standing.Snapshot snapshot = standing.look();
        Map<String, HealthReport> healths = standing.healths();
        return new Targets(
                "list",
                cluster.targets().values().stream()
                        .map(target -> TargetBody.of(
                                target,
                                snapshot.of(target.name()),
                                health(target, healths),
                                adjustments.of(target.name())))
                        .toList());
    }

    /** One target. */
    @GET
    @Path("{target: .+}")
    @Operation(operationId = "getTarget", summary = "A target as it stands")
    @APIResponse(
            responseCode = "200",
            description = "The target.",
            content = @Content(schema = @Schema(implementation = TargetBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public TargetBody target(
            @Parameter(description = "provider/model; slashes may be percent-encoded.") @PathParam("target")
                    String name) {
        return body(known(name));
    }

    /** Takes a target, or one of its keys, out of service. */
    @POST
    @Path("{target: .+}/exhaustion")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setExhaustion",
            summary = "Take a target out of service for a while",
            description = "All of its keys, or one. What is out for longer already stays out for as long. Running calls"
                    + " go on.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "ExhaustionRequest")))
    @APIResponse(
            responseCode = "200",
            description = "The target as it stands now.",
            content = @Content(schema = @Schema(implementation = TargetBody.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public TargetBody exhaust(@PathParam("target") String name, InputStream body) {
        Target target = known(name);
        exhausting.set(target.name(), ExhaustionRequest.read(body, standing.keys(target.name()), Instant.now()));
        TargetBody after = body(target);
        note.made(after);
        return after;
    }

    /** Puts a target, or one of its keys, back into service. */
    @DELETE
    @Path("{target: .+}/exhaustion")
    @Operation(
            operationId = "clearExhaustion",
            summary = "Put a target back into service",
            description = "All of its keys, or one, for the target and for its provider. One call goes first to see"
                    + " whether it works.")
    @APIResponse(
            responseCode = "200",
            description = "The target as it stands now, and how many jobs may go to it.",
            content = @Content(schema = @Schema(implementation = Cleared.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public Cleared clear(
            @PathParam("target") String name,
            @Parameter(description = "Only this key, from 0.") @QueryParam("key") @Nullable String key) {
        Target target = known(name);
        Exhausting.Clearing done = exhausting.clear(target.name(), Exhausting.key(key, standing.keys(target.name())));
        return new Cleared(done.cleared(), done.eligible(), body(target, done.after()));
    }

    TargetBody body(Target target) {
        return body(target, standing.look().of(target.name()));
    }

    private TargetBody body(Target target, TargetState state) {
        return TargetBody.of(target, state, health(target, standing.healths()), adjustments.of(target.name()));
    }

    private static Optional<HealthReport> health(Target target, Map<String, HealthReport> healths) {
        return Optional.ofNullable(healths.get(target.name().provider()));
    }

    Target known(String name) {
        return Optional.of(name)
                .filter(TargetName::wellFormed)
                .flatMap(text -> Optional.ofNullable(cluster.targets().get(new TargetName(text))))
                .orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, "There is no such target in the configuration."));
    }
}
