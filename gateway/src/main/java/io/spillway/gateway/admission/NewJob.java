package io.spillway.gateway.admission;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Route;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Plan;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Submission;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Makes a job of a submission: finds its route, and the plan of targets that can do what it asks. */
@Singleton
public class NewJob {
    private final Cluster cluster;

    NewJob(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The job, as of {@code id}'s time; refused if no model of the cluster can do it. */
    public Job of(JobId id, TenantId tenant, Submission submission, Optional<String> key) throws Refusal {
        Route route = route(submission);
        return new Job(
                id,
                tenant,
                submission.type(),
                route.name(),
                plan(route, submission),
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

    private Plan plan(Route route, Submission submission) {
        List<Plan.Choice> able = route.plan().choices().stream()
                .filter(choice -> Objects.requireNonNull(cluster.targets().get(choice.target()))
                        .types()
                        .contains(submission.type()))
                .limit(submission.fallback() ? Long.MAX_VALUE : 1)
                .toList();
        if (able.isEmpty()) {
            throw Refusal.of(
                    Problem.Kind.INVALID,
                    List.of(new Problem.FieldError(
                            "type",
                            "'" + submission.type().word() + "' is not served by any target of '" + route.name()
                                    + "'")));
        }
        return new Plan(able);
    }

    private static Deadlines deadlines(Instant now, Submission.Times times) {
        return new Deadlines(
                times.startBy().map(now::plus), times.runTimeout(), now.plus(times.endBy()), times.resultTtl());
    }
}
