package io.spillway.gateway.device;

import io.smallrye.common.annotation.RunOnVirtualThread;
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

/** The devices as operators see them. */
@Path("/ops/devices")
@Tag(name = "Operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DevicesListResource {
    /** A list of devices. */
    @Schema(name = "Devices")
    public record All(@Schema(examples = "list") String object, List<DeviceBody> data) {}

    private final KnownDevices devices;

    DevicesListResource(KnownDevices devices) {
        this.devices = devices;
    }

    /** All devices. */
    @GET
    @Operation(operationId = "listDevices", summary = "The devices, there or not")
    @APIResponse(
            responseCode = "200",
            description = "The devices of the configuration, in its order.",
            content = @Content(schema = @Schema(implementation = All.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public All all() {
        return new All("list", devices.all());
    }
}
