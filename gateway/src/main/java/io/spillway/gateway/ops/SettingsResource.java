package io.spillway.gateway.ops;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.cluster.Cluster;
import io.spillway.gateway.audit.AuditNote;
import io.spillway.gateway.availability.Settings;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** What operators set for the whole cluster while it runs. */
@Path("/ops/settings")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SettingsResource {
    private static final Logger LOG = Logger.getLogger(SettingsResource.class);

    private final Cluster cluster;
    private final Settings settings;
    private final AuditNote note;

    SettingsResource(Cluster cluster, Settings settings, AuditNote note) {
        this.cluster = cluster;
        this.settings = settings;
        this.note = note;
    }

    /** What holds. */
    @GET
    @Operation(operationId = "getSettings", summary = "The settings of the cluster")
    @APIResponse(
            responseCode = "200",
            description = "What holds, and what it can be.",
            content = @Content(schema = @Schema(implementation = SettingsBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public SettingsBody settings() {
        return SettingsBody.of(settings.current(), cluster);
    }

    /** Changes what is named. */
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeSettings",
            summary = "Change the settings of the cluster",
            description = "For every gateway within a second, and kept until they are changed again; the file stays as"
                    + " it is. They count for jobs that are accepted from then on. What is left out stays, null is what"
                    + " the file says.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "SettingsChange")))
    @APIResponse(
            responseCode = "200",
            description = "What holds now.",
            content = @Content(schema = @Schema(implementation = SettingsBody.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public SettingsBody change(InputStream body) {
        SettingsChange change = SettingsChange.read(body, cluster);
        SettingsBody before = settings();
        settings.set(change.applied(settings.current()));
        LOG.infof("changed settings %s", change.fields());
        SettingsBody after = settings();
        note.changed(changeable(before), changeable(after));
        return after;
    }

    private static SettingsBody changeable(SettingsBody body) {
        return new SettingsBody(body.fallback(), body.mode(), body.backup(), List.of(), List.of());
    }
}
