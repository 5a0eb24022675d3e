package io.spillway.gateway.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.access.Sessions;
import io.spillway.gateway.stream.Listener;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.CookieParam;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The whole cluster, as it changes. */
@Path("/ops/events")
@Tag(name = "Operations")
public class OpsEventsResource {
    private final Viewpoint viewpoint;
    private final OpsTelling telling;
    private final Sessions sessions;
    private final ObjectMapper json;

    OpsEventsResource(Viewpoint viewpoint, OpsTelling telling, Sessions sessions, ObjectMapper json) {
        this.viewpoint = viewpoint;
        this.telling = telling;
        this.sessions = sessions;
        this.json = json;
    }

    /** Everything as it stands, then what changes. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    @Operation(
            operationId = "followCluster",
            summary = "Follow the whole cluster",
            description =
                    "Server-sent events: `snapshot` with `rows` of `targets`, `routes`, `workers` (each row as /ops"
                            + " shows it) and `queue` (jobs that wait, by plan), then `changed` with the rows that differ and the"
                            + " names that are `gone`. `figures` is a list of points, one for five seconds, first those of the"
                            + " last quarter of an hour. `jobs` are jobs that changed, 40 of a second at most. `stale` says that"
                            + " nothing could be seen since `seen_at`; the next `changed` ends that. Has no end but that of the"
                            + " connection or its session; whoever comes back begins with a snapshot.")
    @APIResponse(
            responseCode = "200",
            description = "A snapshot, then changes.",
            content =
                    @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public void events(
            @Parameter(hidden = true) @CookieParam(Sessions.COOKIE) @Nullable String cookie,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context HttpServerRequest request) {
        Panorama first = viewpoint.look();
        request.response().putHeader("X-Accel-Buffering", "no");
        try (Listener listener = new Listener(sink, sse, request.connection(), json)) {
            telling.tell(
                    first,
                    listener,
                    () -> cookie == null || sessions.visitor(cookie).isPresent());
        }
    }
}
