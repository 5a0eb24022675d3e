package io.spillway.gateway.device;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.cluster.Provider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where a device says that it is there, and that it leaves. */
@Path("/v1/devices/{device}")
@Tag(name = "Devices")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DevicesResource {
    private final KnownDevices devices;

    DevicesResource(KnownDevices devices) {
        this.devices = devices;
    }

    /** A heartbeat. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "registerDevice",
            summary = "Say that a device is there",
            description =
                    "Again before expires_at, every 20 s for instance; without it the device counts as gone. Needs"
                            + " the scope device or admin.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "DeviceRequest")))
    @APIResponse(
            responseCode = "200",
            description = "It is called there from now on.",
            content = @Content(schema = @Schema(implementation = DeviceBody.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public DeviceBody register(
            @Parameter(description = "The provider of the configuration that it is.") @PathParam("device") String name,
            InputStream body) {
        Provider provider = devices.known(name);
        return devices.register(provider, DeviceRequest.read(body, provider), Instant.now());
    }

    /** A goodbye. */
    @DELETE
    @Operation(
            operationId = "leaveDevice",
            summary = "Say that a device leaves",
            description = "Calls that are under way go on; no new ones begin. Needs the scope device or admin.")
    @APIResponse(responseCode = "204", description = "It counts as gone.")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public void leave(@PathParam("device") String name) {
        devices.leave(devices.known(name), Instant.now());
    }
}
