package io.spillway.gateway.ops;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.cluster.Target;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.audit.AuditNote;
import io.spillway.gateway.availability.Adjustments;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** What an operator sets of a target, and tries. */
@Path("/ops/targets")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TargetOperationsResource {
    private static final Logger LOG = Logger.getLogger(TargetOperationsResource.class);

    private final TargetsResource targets;
    private final Adjustments adjustments;
    private final Exhausting exhausting;
    private final TestingTargets testing;
    private final CurrentCaller caller;
    private final AuditNote note;

    TargetOperationsResource(
            TargetsResource targets,
            Adjustments adjustments,
            Exhausting exhausting,
            TestingTargets testing,
            CurrentCaller caller,
            AuditNote note) {
        this.note = note;
        this.targets = targets;
        this.adjustments = adjustments;
        this.exhausting = exhausting;
        this.testing = testing;
        this.caller = caller;
    }

    /** Changes what is named of a target. */
    @PATCH
    @Path("{target: .+}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeTarget",
            summary = "Change a target's limits or weight, or take it out of service",
            description = "For every gateway and worker, and kept until it is changed again; the file stays as it is."
                    + " What is left out stays, null is what the file says. Running calls go on.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "TargetChange")))
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
    public TargetBody change(@PathParam("target") String name, InputStream body) {
        Target target = targets.known(name);
        TargetChange change = TargetChange.read(body);
        TargetBody before = targets.body(target);
        adjustments.set(target.name(), change.applied(adjustments.of(target.name())));
        change.enabled().ifPresent(enabled -> exhausting.enable(target.name(), enabled));
        LOG.infof("changed target=%s %s", target.name(), change.fields());
        TargetBody after = targets.body(target);
        note.changed(before, after);
        return after;
    }

    /** Calls a target. */
    @POST
    @Path("{target: .+}/test")
    @Operation(
            operationId = "testTarget",
            summary = "Try a target with a real call",
            description =
                    "A small job of your own that goes to this target alone, and is paid for like any other. It is"
                            + " given half a minute. A target that is exhausted is not called: nobody calls it before its"
                            + " time.")
    @APIResponse(
            responseCode = "200",
            description = "What became of it, good or bad.",
            content = @Content(schema = @Schema(implementation = TargetTestBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "429", ref = "OverQuota")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public TargetTestBody test(@PathParam("target") String name) {
        return testing.test(targets.known(name), caller.caller());
    }
}
