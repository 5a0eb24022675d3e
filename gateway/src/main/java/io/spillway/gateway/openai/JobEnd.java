package io.spillway.gateway.openai;

import io.spillway.contract.job.JobId;
import io.spillway.contract.outcome.JobError;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.JobView;
import java.util.Map;

/**
 * What a call is told whose job has no answer, or none yet. {@code x-should-retry: false} keeps OpenAI's clients from
 * asking again by themselves: a new call would be a new job, and paid for twice.
 */
public final class JobEnd {
    private JobEnd() {}

    /** What is said of a job that has ended without an answer. */
    public static Problem problem(JobView view) {
        JobError error = view.error().orElse(new JobError("unknown", "no reason is known"));
        String detail = error.message() + " (" + view.job().id() + ")";
        return switch (view.status()) {
            case CANCELLED -> Problem.ofJob("cancelled", 409, "Cancelled: " + detail);
            case EXPIRED -> Problem.ofJob("expired", 504, "Expired: " + detail);
            case FAILED, QUEUED, IN_PROGRESS, COMPLETED ->
                error.code().equals("rejected")
                        ? Problem.ofJob("rejected", 400, "The provider rejects the request: " + detail)
                        : Problem.ofJob(error.code(), 502, detail);
        };
    }

    /** The same as the answer to a plain call. */
    public static Refusal refusal(JobView view) {
        Refusal refusal = Refusal.of(problem(view)).with("x-should-retry", "false");
        for (Map.Entry<String, String> fact : JobFacts.of(view).entrySet()) {
            refusal = refusal.with(fact.getKey(), fact.getValue());
        }
        return refusal;
    }

    /** What is said when a call was held long enough and its job has not ended. */
    static Refusal notReady(JobId job) {
        return Refusal.of(Problem.ofJob(
                        "not_ready",
                        503,
                        job + " has no answer yet and goes on; GET /v1/jobs/" + job + " tells when it has one."))
                .with("Retry-After", "10")
                .with("x-should-retry", "false")
                .with(JobFacts.JOB_ID, job.value());
    }
}
