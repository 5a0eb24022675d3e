package io.spillway.gateway.openai;

import io.spillway.contract.job.JobId;
import java.util.Optional;

/** The names that OpenAI's objects have after the job they belong to. */
public final class AnswerId {
    private static final String JOB = "job_";
    private static final String RESPONSE = "resp_";

    private AnswerId() {}

    /** {@code prefix} and the job's id without its own prefix. */
    public static String of(String prefix, JobId job) {
        return prefix + job.value().substring(JOB.length());
    }

    /** {@code resp_…}. */
    public static String response(JobId job) {
        return of(RESPONSE, job);
    }

    /** The job of the response {@code id}, if it is the name of one. */
    public static Optional<JobId> jobOfResponse(String id) {
        return parse(RESPONSE, id);
    }

    /** What {@link #of} made {@code id} of with this {@code prefix}, if it did. */
    public static Optional<JobId> parse(String prefix, String id) {
        return id.startsWith(prefix) ? JobId.parse(JOB + id.substring(prefix.length())) : Optional.empty();
    }
}
