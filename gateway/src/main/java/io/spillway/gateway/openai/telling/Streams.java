package io.spillway.gateway.openai.telling;

import io.spillway.contract.job.TenantId;
import io.spillway.gateway.openai.Calls;
import io.spillway.gateway.openai.HangUp;
import io.spillway.gateway.openai.JobFacts;
import io.spillway.scheduling.JobView;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Answers a call with a stream. */
@Singleton
public class Streams {
    private static final Logger LOG = Logger.getLogger(Streams.class);

    private final Following following;
    private final Vertx vertx;

    Streams(Following following, Vertx vertx) {
        this.following = following;
        this.vertx = vertx;
    }

    /** The stream of a job that has just begun; its client is watched until the stream has ended. */
    public Response of(Calls.Begun begun, Narration narration, RoutingContext exchange) {
        return of(begun.view(), begun.tenant(), narration, exchange, begun.client());
    }

    /** The stream of a job that lives without its reader. */
    public Response of(JobView view, TenantId tenant, Narration narration, RoutingContext exchange) {
        return of(view, tenant, narration, exchange, HangUp.nobody());
    }

    private Response of(
            JobView view, TenantId tenant, Narration narration, RoutingContext exchange, HangUp.Watched client) {
        StreamingOutput stream = out -> {
            try {
                following.follow(view, tenant, narration, new EventWriter(out, exchange, vertx));
                client.close();
                out.close();
            } catch (IOException e) {
                LOG.debugf("listener gone job=%s: %s", view.job().id(), e.getMessage());
                client.gone();
            }
        };
        return Response.ok(stream, MediaType.SERVER_SENT_EVENTS_TYPE)
                .header("X-Accel-Buffering", "no")
                .header(JobFacts.JOB_ID, view.job().id().value())
                .build();
    }
}
