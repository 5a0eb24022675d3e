package io.spillway.contract.routing;

import java.time.Duration;
import java.util.List;

/**
 * How often a job tries a target that fails for a moment.
 *
 * @param attemptsPerTarget calls of one target that may fail before the job leaves it, 1 or more
 * @param backoff how long to wait before the 2nd, 3rd … call of one target; the last one repeats; empty: at once
 */
public record Retry(int attemptsPerTarget, List<Duration> backoff) {
    /** Two attempts a target, half a second and a second apart. */
    public static final Retry DEFAULT = new Retry(2, List.of(Duration.ofMillis(500), Duration.ofSeconds(1)));

    public Retry {
        backoff = List.copyOf(backoff);
    }

    /** How long to wait after the {@code failures}th failed call (1 or more) of a target before it is called again. */
    public Duration delayAfter(int failures) {
        return backoff.isEmpty() ? Duration.ZERO : backoff.get(Math.min(failures, backoff.size()) - 1);
    }
}
