package io.spillway.gateway.admission;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Route;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.rule.JobTraits;
import io.spillway.gateway.access.Caller;
import io.spillway.gateway.availability.Settings;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Submission;
import io.spillway.gateway.webhook.Destination;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes a job of a submission: finds its route, and has the plan made. */
@Singleton
public class NewJob {
    private final Cluster cluster;
    private final Planning planning;
    private final Destination destination;
    private final Settings settings;

    NewJob(Cluster cluster, Planning planning, Destination destination, Settings settings) {
        this.settings = settings;
        this.destination = destination;
        this.cluster = cluster;
        this.planning = planning;
    }

    /** The job, as of {@code id}'s time; refused if no model of the cluster can do it, or nobody could be told of its end. */
    public Job of(JobId id, Caller caller, Submission submission, Optional<Idempotency> idempotency) throws Refusal {
        submission.webhook().ifPresent(endpoint -> destination.demand(caller.tenant(), endpoint));
        return made(id, caller, submission, idempotency);
    }

    private Job made(JobId id, Caller caller, Submission submission, Optional<Idempotency> idempotency) throws Refusal {
        TenantId tenant = caller.tenant();
        Route asked = route(caller, submission);
        Route route = settings.mode(asked, submission.model().isPresent());
        JobTraits traits = RequestTraits.of(tenant, submission).residing(caller.residency());
        Plan plan = planning.plan(route, traits, submission, id.createdAt());
        return new Job(
                id,
                tenant,
                submission.type(),
                submission.model().isPresent() ? asked.name() : route.name(),
                plan,
                route.retry(),
                submission.request(),
                id.createdAt(),
                deadlines(id.createdAt(), submission.times()),
                caller.grant().priority(submission.priority()),
                caller.weight(),
                submission.fallback(),
                submission.stream(),
                submission.metadata(),
                idempotency,
                planning.reservation(caller.grant(), plan, traits, submission),
                submission.webhook(),
                CurrentTrace.parent(),
                Optional.of(caller.grant().key()).filter(key -> !key.isEmpty()));
    }

    /**
     * The same request of {@code caller}, whose job it was, as a new job, by the routes as they are now. Its endpoint may
     * be gone by now.
     */
    public Job again(JobId id, Caller caller, Job job, Optional<Idempotency> idempotency) throws Refusal {
        return made(id, caller, submission(job), idempotency);
    }

    private static Submission submission(Job job) {
        Deadlines deadlines = job.deadlines();
        return new Submission(
                job.type(),
                Optional.of(job.model()),
                job.request(),
                job.priority(),
                new Submission.Times(
                        deadlines.startBy().map(at -> Duration.between(job.acceptedAt(), at)),
                        deadlines.runTimeout(),
                        Duration.between(job.acceptedAt(), deadlines.endBy()),
                        deadlines.resultTtl()),
                job.fallback(),
                job.stream(),
                job.metadata(),
                job.webhook(),
                job.idempotency().map(Idempotency::fingerprint).orElse(""));
    }

    private Route route(Caller caller, Submission submission) {
        submission.model().ifPresent(caller.grant()::demand);
        Route route = found(submission);
        caller.grant().demand(route.name());
        return route;
    }

    private Route found(Submission submission) {
        Optional<Route> route = submission.model().map(cluster::route).orElseGet(cluster::defaultRoute);
        return route.orElseThrow(() -> Refusal.of(
                Problem.Kind.NOT_FOUND,
                List.of(new Problem.FieldError(
                        "model",
                        submission
                                .model()
                                .map(model -> "'" + model + "' is no route and no target of this cluster")
                                .orElse("is missing, and this cluster has no default route")))));
    }

    private static Deadlines deadlines(Instant now, Submission.Times times) {
        return new Deadlines(
                times.startBy().map(now::plus), times.runTimeout(), now.plus(times.endBy()), times.resultTtl());
    }
}
