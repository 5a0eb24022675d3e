package io.spillway.contract.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * By when things must happen to a job, judged on Redis' clock.
 *
 * @param startBy if the job has not started by then it expires
 * @param runTimeout how long one attempt may run
 * @param endBy if the job has not ended by then it expires; it never runs after
 * @param resultTtl how long the result stays readable after the end
 */
public record Deadlines(Optional<Instant> startBy, Duration runTimeout, Instant endBy, Duration resultTtl) {
    /** How long one attempt may run if the client does not say. */
    public static final Duration DEFAULT_RUN_TIMEOUT = Duration.ofMinutes(5);
    /** How long after acceptance a job must have ended if the client does not say. */
    public static final Duration DEFAULT_END_BY = Duration.ofHours(24);
    /** The longest a client may ask to wait: the log keeps jobs longer than this. */
    public static final Duration LONGEST_END_BY = Duration.ofHours(48);
    /** How long results stay readable if the client does not say. */
    public static final Duration DEFAULT_RESULT_TTL = Duration.ofHours(24);

    /** By when a job that has not started yet must start or, at the latest, end. */
    public Instant due() {
        return startBy.filter(start -> start.isBefore(endBy)).orElse(endBy);
    }
}
