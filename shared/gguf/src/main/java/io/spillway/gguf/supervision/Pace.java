package io.spillway.gguf.supervision;

import java.time.Duration;

/**
 * How patient supervision is.
 *
 * @param ping how often an engine is asked for a sign of life
 * @param hungAfter how long it may give none before it is killed
 * @param afterCrash the first pause after the end of an engine that had been ready; doubles up to 30 s
 * @param afterFailure the first pause after a model could not be fetched or loaded; doubles up to 10 min
 */
public record Pace(Duration ping, Duration hungAfter, Duration afterCrash, Duration afterFailure) {
    /** Every 5 s, 30 s, 0.5 s and 30 s. */
    public static final Pace DEFAULT =
            new Pace(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofSeconds(30));

    static final Duration LONGEST_AFTER_CRASH = Duration.ofSeconds(30);
    static final Duration LONGEST_AFTER_FAILURE = Duration.ofMinutes(10);
    /** An engine that ran for this long is forgiven its earlier ends. */
    static final Duration FORGIVEN_AFTER = Duration.ofMinutes(1);
}
