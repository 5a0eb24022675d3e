package io.spillway.gateway.openai.batches;

import io.quarkus.arc.All;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.JobId;
import io.spillway.gateway.access.Caller;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.admission.Submitting;
import io.spillway.gateway.api.Cancelling;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.openai.CallOptions;
import io.spillway.gateway.openai.Endpoint;
import io.spillway.gateway.openai.JobEnd;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Submission;
import io.spillway.gateway.watching.Found;
import io.spillway.gateway.watching.Waiting;
import io.spillway.log.LogUnavailable;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jboss.logging.Logger;

/** Calls the lines of batches: each becomes a job under its own name, and its job's end becomes a result. */
@Singleton
class LineCalls {
    private static final Logger LOG = Logger.getLogger(LineCalls.class);
    /** What passes by itself is tried again so often: a full quota, a full cluster, a store that is away. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofSeconds(2);
    /** A job whose time is over ends within seconds. */
    private static final Duration GRACE = Duration.ofMinutes(1);
    /** Longer than any batch: whoever goes on with it finds what its jobs have answered. */
    private static final Duration RESULT_TTL = Duration.ofHours(48);

    private final Map<String, Endpoint> endpoints;
    private final KeyRing keys;
    private final Submitting submitting;
    private final Waiting waiting;
    private final Cancelling cancelling;
    private final Backbone backbone;

    LineCalls(
            @All List<Endpoint> endpoints,
            KeyRing keys,
            Submitting submitting,
            Waiting waiting,
            Cancelling cancelling,
            Backbone backbone) {
        this.endpoints = endpoints.stream().collect(Collectors.toMap(Endpoint::path, Function.identity()));
        this.keys = keys;
        this.submitting = submitting;
        this.waiting = waiting;
        this.cancelling = cancelling;
        this.backbone = backbone;
    }

    /** What a batch can call. */
    Set<String> paths() {
        return endpoints.keySet();
    }

    /** What became of a line; nothing if its batch is left to somebody else. Waits until {@code course} says so. */
    Optional<Result> called(Batch batch, Request request, Supplier<Course> course) throws InterruptedException {
        while (true) {
            Course now = course.get();
            try {
                switch (now) {
                    case LEFT -> {
                        return Optional.empty();
                    }
                    case CANCELLED, EXPIRED -> {
                        return Optional.of(stopped(batch, request, now));
                    }
                    case ON -> {
                        return ended(batch, request, submitted(batch, request), course);
                    }
                }
            } catch (Refusal refused) {
                if (!passes(refused.problem())) {
                    return Optional.of(Result.of(request, Optional.empty(), refused.problem()));
                }
            } catch (Away | RedisUnavailable | LogUnavailable | StoreUnavailable | FaultToleranceException e) {
                LOG.debugf("once more batch=%s line=%d: %s", batch.id(), request.line(), e.getMessage());
            }
            Thread.sleep(AGAIN);
        }
    }

    /** What became of a line that nobody calls any more: its job's answer, if it had one by then. */
    Result stopped(Batch batch, Request request, Course course) {
        Optional<JobId> job =
                backbone.connections().scheduler().listing().named(batch.job(request.line()), batch.tenant());
        return job.map(id -> cancelling.cancel(id, batch.tenant()))
                .map(view -> result(batch, request, view, course))
                .orElseGet(() -> course.unasked(request));
    }

    private JobId submitted(Batch batch, Request request) {
        Caller caller = keys.holderOf(batch.wish().key())
                .orElseThrow(() -> Refusal.of(
                        Problem.Kind.UNAUTHENTICATED, "The key that this batch was made with opens nothing any more."));
        if (request.body().path("stream").asBoolean(false)) {
            throw Refusal.of(
                    Problem.Kind.INVALID,
                    List.of(new Problem.FieldError("stream", "should be false: a batch's answers come whole")));
        }
        CallOptions options = new CallOptions(
                batch.wish().priority(), Optional.empty(), batch.wish().fallback(), LOOK, true, Optional.empty());
        Submission submission = endpoint(batch)
                .submission(request.body().deepCopy(), options, batch.tenant())
                .within(new Submission.Times(
                        Optional.empty(),
                        Deadlines.DEFAULT_RUN_TIMEOUT,
                        Duration.between(Instant.now(), batch.expiresAt()),
                        RESULT_TTL));
        return submitting.submitAs(batch.job(request.line()), caller, submission);
    }

    private Optional<Result> ended(Batch batch, Request request, JobId job, Supplier<Course> course) {
        while (true) {
            Course now = course.get();
            if (now == Course.LEFT) {
                return Optional.empty();
            }
            if (now == Course.CANCELLED) {
                return Optional.of(result(batch, request, cancelling.cancel(job, batch.tenant()), now));
            }
            Look look = waiting.untilEnded(job, batch.tenant(), LOOK);
            boolean over = Instant.now().isAfter(batch.expiresAt().plus(GRACE));
            if (!(look instanceof Look.Resting)) {
                JobView view = Found.orRefused(look);
                if (view.status().ended() || over) {
                    return Optional.of(result(batch, request, view, over ? Course.EXPIRED : now));
                }
            }
        }
    }

    private Result result(Batch batch, Request request, JobView view, Course course) {
        JobId job = view.job().id();
        return switch (view.status()) {
            case COMPLETED -> Result.of(request, job, endpoint(batch).answer(view, request.body()));
            case FAILED -> Result.of(request, Optional.of(job), JobEnd.problem(view));
            case CANCELLED, EXPIRED ->
                course == Course.ON
                        ? Result.of(request, Optional.of(job), JobEnd.problem(view))
                        : course.unasked(request);
            case QUEUED, IN_PROGRESS -> course.unasked(request);
        };
    }

    private Endpoint endpoint(Batch batch) {
        return Objects.requireNonNull(endpoints.get(batch.wish().endpoint()));
    }

    /** Too many, or not now. */
    private static boolean passes(Problem problem) {
        return problem.status() == 429 || problem.status() == 503;
    }
}
