package io.spillway.gateway.tenants;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.audit.AuditNote;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The tenants: make, look, change, delete. */
@Path("/ops/tenants")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TenantsResource {
    private static final int ID_BYTES = 8;

    /** A list of tenants. */
    @Schema(name = "Tenants")
    public record All(@Schema(examples = "list") String object, List<TenantBody> data) {}

    private final Tenants tenants;
    private final AuditNote note;
    private final SecureRandom random = new SecureRandom();

    TenantsResource(Tenants tenants, AuditNote note) {
        this.tenants = tenants;
        this.note = note;
    }

    /** Makes a tenant. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createTenant", summary = "Make a tenant")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "TenantRequest")))
    @APIResponse(
            responseCode = "201",
            description = "The tenant; it can be given keys now.",
            content = @Content(schema = @Schema(implementation = TenantBody.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<TenantBody> create(InputStream body) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        TenantId named = new TenantId("ten_" + HexFormat.of().formatHex(id));
        TenantBody tenant =
                TenantBody.of(tenants.create(TenantRequest.ofNew(body).make(named, Instant.now())));
        note.made(tenant);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, tenant)
                .header("Location", "/ops/tenants/" + named)
                .build();
    }

    /** All tenants. */
    @GET
    @Operation(operationId = "listTenants", summary = "All tenants", description = "Oldest first.")
    @APIResponse(
            responseCode = "200",
            description = "The tenants.",
            content = @Content(schema = @Schema(implementation = All.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public All all() {
        return new All("list", tenants.all().stream().map(TenantBody::of).toList());
    }

    /** One tenant. */
    @GET
    @Path("{tenant}")
    @Operation(operationId = "getTenant", summary = "A tenant")
    @APIResponse(
            responseCode = "200",
            description = "The tenant.",
            content = @Content(schema = @Schema(implementation = TenantBody.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public TenantBody one(@PathParam("tenant") String tenant) {
        return TenantBody.of(tenants.known(tenant));
    }

    /** Changes what is named of a tenant. */
    @PATCH
    @Path("{tenant}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeTenant",
            summary = "Change a tenant",
            description = "What is left out stays; null puts a field back to its default. Jobs accepted before keep"
                    + " the weight and the plan that they have.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "TenantChange")))
    @APIResponse(
            responseCode = "200",
            description = "The tenant as it is now.",
            content = @Content(schema = @Schema(implementation = TenantBody.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public TenantBody change(@PathParam("tenant") String tenant, InputStream body) {
        TenantBody before = TenantBody.of(tenants.known(tenant));
        TenantRequest request = TenantRequest.ofChange(body);
        TenantBody after = TenantBody.of(tenants.change(tenant, request::applied));
        note.changed(before, after);
        return after;
    }

    /** Deletes a tenant. */
    @DELETE
    @Path("{tenant}")
    @Operation(
            operationId = "deleteTenant",
            summary = "Delete a tenant",
            description = "Its keys stop at once on every gateway, and its id is never used again. Jobs that were"
                    + " accepted go on; /ops/jobs finds and cancels them.")
    @APIResponse(responseCode = "204", description = "It is gone.")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "409", description = "The tenant default stays.")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public void delete(@PathParam("tenant") String tenant) {
        note.removed(TenantBody.of(tenants.known(tenant)));
        tenants.delete(tenant, Instant.now());
    }
}
