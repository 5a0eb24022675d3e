package io.spillway.gateway.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a message that failed is sent again: ten attempts within some three days. Each wait begins at the failure before it.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks, the suggested schedule</a>
 */
final class RetrySchedule {
    /** Before each attempt, in turn. */
    static final List<Duration> WAITS = List.of(
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** What is added at most, so that the backlog of an endpoint does not come back in step. */
    static final double JITTER = 0.1;

    private RetrySchedule() {}

    /**
     * How long to wait after {@code made} attempts, 1 or more, have failed; nothing if they were the last.
     *
     * @param asked what the endpoint wants at least
     */
    static Optional<Duration> next(int made, Optional<Duration> asked, RandomGenerator random) {
        if (made >= WAITS.size()) {
            return Optional.empty();
        }
        long wait = WAITS.get(made).toMillis();
        Duration planned = Duration.ofMillis(wait + Math.round(wait * JITTER * random.nextDouble()));
        return Optional.of(asked.filter(least -> least.compareTo(planned) > 0).orElse(planned));
    }
}
