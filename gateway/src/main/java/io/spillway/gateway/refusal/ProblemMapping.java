package io.spillway.gateway.refusal;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.gateway.backbone.Away;
import io.spillway.log.LogUnavailable;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every exception that reaches the edge becomes a problem here, and nowhere else. */
public class ProblemMapping {
    private static final Logger LOG = Logger.getLogger(ProblemMapping.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final MeterRegistry meters;

    ProblemMapping(MeterRegistry meters) {
        this.meters = meters;
    }

    @ServerExceptionMapper
    RestResponse<Problem> refused(Refusal refusal) {
        RestResponse.ResponseBuilder<Problem> answer = answer(refusal.problem());
        refusal.headers().forEach(answer::header);
        return answer.build();
    }

    @ServerExceptionMapper
    RestResponse<Problem> away(Away away) {
        return refused(Refusal.notNow(String.valueOf(away.getMessage()), SOON));
    }

    @ServerExceptionMapper
    RestResponse<Problem> redisAway(RedisUnavailable away) {
        LOG.debugf("redis is away: %s", away.getMessage());
        return refused(Refusal.notNow("The scheduler does not answer.", SOON));
    }

    @ServerExceptionMapper
    RestResponse<Problem> logAway(LogUnavailable away) {
        LOG.debugf("kafka is away: %s", away.getMessage());
        return refused(Refusal.notNow("The log does not answer.", SOON));
    }

    @ServerExceptionMapper
    RestResponse<Problem> storeAway(StoreUnavailable away) {
        LOG.warnf("artifact store: %s", away.getMessage());
        return refused(Refusal.notNow("The artifact store does not answer, or is full.", SOON));
    }

    /** A call that took too long; had it something to write, nobody knows whether it was written. */
    @ServerExceptionMapper
    RestResponse<Problem> tooSlow(TimeoutException slow) {
        LOG.debugf("too slow: %s", slow.getMessage());
        return refused(Refusal.notNow(
                "A part of the cluster did not answer in time. A job that was submitted may or may not exist. "
                        + Away.COME_AGAIN,
                SOON));
    }

    /** A call that was not even tried because those before it failed. */
    @ServerExceptionMapper
    RestResponse<Problem> guarded(FaultToleranceException guarded) {
        LOG.debugf("guarded: %s", guarded.getMessage());
        return refused(Refusal.notNow("A part of the cluster does not answer.", SOON));
    }

    /** What the framework refuses by itself: unknown paths, methods and media types. */
    @ServerExceptionMapper
    RestResponse<Problem> framework(WebApplicationException refused) {
        Response.StatusType status = refused.getResponse().getStatusInfo();
        if (status.getStatusCode() < 400) {
            return RestResponse.status(status);
        }
        if (status.getStatusCode() >= 500) {
            return surprise(refused);
        }
        RestResponse.ResponseBuilder<Problem> answer = answer(new Problem(
                Problem.TYPE + status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-'),
                status.getReasonPhrase(),
                status.getStatusCode(),
                detail(status.getStatusCode()),
                List.of()));
        Object allowed = refused.getResponse().getHeaders().getFirst(HttpHeaders.ALLOW);
        return allowed == null
                ? answer.build()
                : answer.header(HttpHeaders.ALLOW, allowed).build();
    }

    @ServerExceptionMapper
    RestResponse<Problem> surprise(Throwable surprise) {
        LOG.error("unexpected", surprise);
        return answer(Problem.of(
                        Problem.Kind.INTERNAL,
                        "Something went wrong here; the log of the gateway says what.",
                        List.of()))
                .build();
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this path; /openapi describes what there is.";
            case 405 -> "This path does not know this method.";
            case 406 -> "The answer is application/json, or text/event-stream for events.";
            case 413 -> "The body is too large.";
            case 415 -> "The body should be application/json, or multipart/form-data for a file.";
            default -> "The request cannot be understood.";
        };
    }

    private RestResponse.ResponseBuilder<Problem> answer(Problem problem) {
        meters.counter("spillway.requests.refused", "reason", problem.type().substring(Problem.TYPE.length()))
                .increment();
        return RestResponse.ResponseBuilder.<Problem>create(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem);
    }
}
