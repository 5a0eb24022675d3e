package io.spillway.gateway.openai;

import io.spillway.contract.outcome.Attempt;
import io.spillway.gateway.api.JobBody;
import io.spillway.gateway.api.JobShape;
import io.spillway.scheduling.JobView;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the {@code x-spillway-*} headers of an answer tell about its job. */
public final class JobFacts {
    /** The header that names the job. */
    public static final String JOB_ID = "x-spillway-job-id";

    private JobFacts() {}

    /** The headers; times in milliseconds, those that are not known yet left out. */
    public static Map<String, String> of(JobView view) {
        JobBody job = JobShape.of(view);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(JOB_ID, job.id());
        if (job.target() != null) {
            facts.put("x-spillway-target", job.target());
        }
        facts.put("x-spillway-attempts", Integer.toString(view.attempts().size()));
        view.startedAt().ifPresent(started -> {
            long queued = millis(view.job().acceptedAt(), started);
            facts.put("x-spillway-queue-ms", Long.toString(queued));
            view.completedAt()
                    .ifPresent(ended -> facts.put(
                            "x-spillway-overhead-ms",
                            Long.toString(Math.max(0, millis(started, ended) - called(view)))));
        });
        return facts;
    }

    /** The answer with the headers that tell about its job. */
    public static Response on(Response.ResponseBuilder answer, JobView view) {
        of(view).forEach(answer::header);
        return answer.build();
    }

    /** The time that went by in calls of models. */
    private static long called(JobView view) {
        return view.attempts().stream()
                .mapToLong((Attempt attempt) -> millis(attempt.startedAt(), attempt.endedAt()))
                .sum();
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }
}
