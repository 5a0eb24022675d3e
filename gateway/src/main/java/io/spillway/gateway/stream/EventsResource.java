package io.spillway.gateway.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.watching.Found;
import io.spillway.gateway.watching.Lookout;
import io.spillway.gateway.watching.Names;
import io.spillway.scheduling.JobView;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A job's events as server-sent events. */
@Path("/v1/jobs/{id}/events")
@Tag(name = "Jobs")
public class EventsResource {
    private final CurrentCaller caller;
    private final Names names;
    private final Lookout lookout;
    private final Telling telling;
    private final ObjectMapper json;

    EventsResource(CurrentCaller caller, Names names, Lookout lookout, Telling telling, ObjectMapper json) {
        this.caller = caller;
        this.names = names;
        this.lookout = lookout;
        this.telling = telling;
        this.json = json;
    }

    /** The events after the last one the client has seen, as they come, until the job has ended. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    @Operation(
            operationId = "followJob",
            summary = "Follow a job",
            description = "Server-sent events: queued, started, attempt, token, restarted, then completed, failed,"
                    + " cancelled or expired, each with an id to resume from. Tokens come where the job was submitted"
                    + " with `stream: true`. Ends after the last event; comments keep it alive.")
    @APIResponse(responseCode = "200", ref = "Events")
    @APIResponse(responseCode = "204", description = "Nothing comes after the event named in Last-Event-ID.")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public void events(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @Nullable String lastSeen,
            @QueryParam("last_event_id") @Nullable String lastSeenToo,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context HttpServerRequest request) {
        long last = number(lastSeen == null ? lastSeenToo : lastSeen);
        TenantId tenant = caller.tenant();
        JobId job = names.job(id, tenant);
        JobView view = Found.orRefused(lookout.look(job, tenant));
        if (!telling.worthwhile(view, last)) {
            // What an EventSource needs to hear to stop coming back.
            throw new WebApplicationException(Response.noContent().build());
        }
        request.response().putHeader("X-Accel-Buffering", "no");
        try (Listener listener = new Listener(sink, sse, request.connection(), json)) {
            telling.tell(view, tenant, last, listener);
        }
    }

    private static long number(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return 0;
        }
        if (!text.matches("\\d{1,15}")) {
            throw Refusal.of(
                    Problem.Kind.MALFORMED,
                    List.of(new Problem.FieldError("Last-Event-ID", "should be the id of an event of this job")));
        }
        return Long.parseLong(text);
    }
}
