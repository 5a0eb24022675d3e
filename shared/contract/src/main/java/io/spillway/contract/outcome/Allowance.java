package io.spillway.contract.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a provider said, with an answer, remains of the limits of the key that was used: OpenAI's {@code
 * x-ratelimit-remaining-*} and their like. A hint that the scheduler turns into permits until the reset.
 *
 * @param requests calls that may still be made
 * @param tokens tokens that may still be used; where input and output are counted apart, the tighter of both
 * @param saidAt when the head of the answer came, on the clock of the process that made the call
 */
public record Allowance(Optional<Window> requests, Optional<Window> tokens, Instant saidAt) {
    /**
     * One limit.
     *
     * @param limit how much there is when nothing has been used, if it was said
     * @param remaining how much of it is left, 0 or more
     * @param reset how long from {@link Allowance#saidAt} until all of it is there again, more than nothing
     */
    public record Window(OptionalLong limit, long remaining, Duration reset) {
        /** The window these figures make, unless they are absurd: then it is as if nothing had been said. */
        public static Optional<Window> of(OptionalLong limit, long remaining, Duration reset) {
            boolean sensible = remaining >= 0
                    && reset.isPositive()
                    && (limit.isEmpty() || limit.getAsLong() > 0 && remaining <= limit.getAsLong());
            return sensible ? Optional.of(new Window(limit, remaining, reset)) : Optional.empty();
        }
    }

    /** What was said at {@code saidAt}, if anything was. */
    public static Optional<Allowance> of(Optional<Window> requests, Optional<Window> tokens, Instant saidAt) {
        return requests.isPresent() || tokens.isPresent()
                ? Optional.of(new Allowance(requests, tokens, saidAt))
                : Optional.empty();
    }
}
