package io.spillway.gateway.watching;

import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import java.time.Duration;

/** What a look that found nothing is answered with. */
public final class Found {
    /** What is said of an id that is nobody's, or somebody else's. */
    public static final String NO_SUCH_JOB = "There is no such job, or its result has been kept long enough.";

    private static final Duration SOON = Duration.ofSeconds(1);

    private Found() {}

    /** The job that was found, else 404, or 503 while it may still turn up. */
    public static JobView orRefused(Look look) throws Refusal {
        return switch (look) {
            case Look.Found(JobView view) -> view;
            case Look.Unknown _ -> throw Refusal.of(Problem.Kind.NOT_FOUND, NO_SUCH_JOB);
            case Look.Resting _ ->
                throw Refusal.notNow("Jobs are being read again from the log; this one may be among them.", SOON);
        };
    }
}
