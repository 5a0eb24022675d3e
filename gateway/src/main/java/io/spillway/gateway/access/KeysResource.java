package io.spillway.gateway.access;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.cluster.Cluster;
import io.spillway.gateway.audit.AuditNote;
import io.spillway.gateway.tenants.Tenants;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** A tenant's keys: make, look, revoke. */
@Path("/ops/tenants/{tenant}/keys")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class KeysResource {
    /** A list of keys. */
    @Schema(name = "Keys")
    public record All(@Schema(examples = "list") String object, List<KeyBody> data) {}

    /** A key, this once with its text. */
    @Schema(name = "NewKey")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record NewKey(
            String id,

            @Schema(description = "The key itself, shown this once.")
            String key,

            KeyBody details) {}

    private final KeyMaking making;
    private final Tenants tenants;
    private final Cluster cluster;
    private final AuditNote note;

    KeysResource(KeyMaking making, Tenants tenants, Cluster cluster, AuditNote note) {
        this.note = note;
        this.making = making;
        this.tenants = tenants;
        this.cluster = cluster;
    }

    /** Makes a key. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createKey",
            summary = "Make a key",
            description = "It works on every gateway. To rotate one, make another, then revoke the first.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "KeyRequest")))
    @APIResponse(
            responseCode = "201",
            description = "The key, shown this once.",
            content = @Content(schema = @Schema(implementation = NewKey.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<NewKey> create(@PathParam("tenant") String tenant, InputStream body) {
        tenants.known(tenant);
        KeyMaking.Made made = making.make(tenant, KeyRequest.read(body, cluster, Instant.now()));
        KeyBody details = KeyBody.of(made.record(), Optional.empty());
        note.made(details);
        return RestResponse.status(RestResponse.Status.CREATED, new NewKey(details.id(), made.key(), details));
    }

    /** A tenant's keys. */
    @GET
    @Operation(
            operationId = "listKeys",
            summary = "A tenant's keys",
            description = "Oldest first, without the keys themselves and without those that were revoked.")
    @APIResponse(
            responseCode = "200",
            description = "The keys.",
            content = @Content(schema = @Schema(implementation = All.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public All all(@PathParam("tenant") String tenant) {
        return new All("list", making.of(tenant));
    }

    /** Revokes a key. */
    @DELETE
    @Path("{key}")
    @Operation(
            operationId = "revokeKey",
            summary = "Revoke a key",
            description = "It opens nothing any more on this gateway, and within a second on the others.")
    @APIResponse(responseCode = "204", description = "It is revoked.")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public void revoke(@PathParam("tenant") String tenant, @PathParam("key") String key) {
        making.revoke(tenant, key);
    }
}
