package io.spillway.gateway.admission;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Route;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Submission;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes a job of a submission: finds its route, and has the plan made. */
@Singleton
public class NewJob {
    private final Cluster cluster;
    private final Planning planning;

    NewJob(Cluster cluster, Planning planning) {
        this.cluster = cluster;
        this.planning = planning;
    }

    /** The job, as of {@code id}'s time; refused if no model of the cluster can do it. */
    public Job of(JobId id, TenantId tenant, Submission submission, Optional<String> key) throws Refusal {
        Route route = route(submission);
        return new Job(
                id,
                tenant,
                submission.type(),
                route.name(),
                planning.plan(route, RequestTraits.of(tenant, submission), submission, id.createdAt()),
                route.retry(),
                submission.request(),
                id.createdAt(),
                deadlines(id.createdAt(), submission.times()),
                submission.priority(),
                submission.stream(),
                submission.metadata(),
                key.map(text -> new Idempotency(text, submission.fingerprint())));
    }

    private Route route(Submission submission) {
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
