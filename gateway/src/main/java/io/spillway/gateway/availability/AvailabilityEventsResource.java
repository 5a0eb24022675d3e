package io.spillway.gateway.availability;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.stream.Listener;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which models can be had, as that changes. */
@Path("/v1/availability/events")
@Tag(name = "Availability")
public class AvailabilityEventsResource {
    private final Standing standing;
    private final AvailabilityTelling telling;
    private final ObjectMapper json;

    AvailabilityEventsResource(Standing standing, AvailabilityTelling telling, ObjectMapper json) {
        this.standing = standing;
        this.telling = telling;
        this.json = json;
    }

    /** All models as they stand, then those that change. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    @Operation(
            operationId = "followAvailability",
            summary = "Follow which models can be had",
            description = "Server-sent events: first `snapshot` with all models, then `changed` with those that differ"
                    + " from what was told before; the data of both has the shape of GET /v1/availability. The estimate"
                    + " alone changes nothing. Has no end but that of the connection; comments keep it alive. Whoever"
                    + " comes back begins with a snapshot.")
    @APIResponse(
            responseCode = "200",
            description = "A snapshot, then changes.",
            content =
                    @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public void events(@Context SseEventSink sink, @Context Sse sse, @Context HttpServerRequest request) {
        Standing.Snapshot first = standing.look();
        request.response().putHeader("X-Accel-Buffering", "no");
        try (Listener listener = new Listener(sink, sse, request.connection(), json)) {
            telling.tell(first, listener);
        }
    }
}
