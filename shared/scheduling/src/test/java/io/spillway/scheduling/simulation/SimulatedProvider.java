package io.spillway.scheduling.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What stands behind a target: it permits calls at some rate and answers 429 with a hint to the rest. */
sealed interface SimulatedProvider {
    /** How many calls it has refused. */
    int refusals();

    /** How many it has taken. */
    int taken();

    /** Empty if the call is taken; else how long the caller is told to wait. */
    Optional<Duration> call(Instant now);

    /** It is out until a time; it says so once, and then nobody may call it before. */
    final class Outage {
        private final Instant reset;
        private boolean told;

        Outage(Instant reset) {
            this.reset = reset;
        }

        Optional<Duration> answer(Instant now) {
            if (!now.isBefore(reset)) {
                return Optional.empty();
            }
            if (told) {
                throw new AssertionError("called " + Duration.between(now, reset) + " before its reset");
            }
            told = true;
            return Optional.of(Duration.between(now, reset));
        }
    }

    /** Out until a time, then so many calls a second, and a few at once after a pause. */
    final class Bucket implements SimulatedProvider {
        private final Outage outage;
        private final double perSecond;
        private final double burst;
        private double tokens;
        private Instant filled;
        private int refusals;
        private int taken;

        Bucket(Instant reset, double perSecond, double burst) {
            this.outage = new Outage(reset);
            this.perSecond = perSecond;
            this.burst = burst;
            this.tokens = burst;
            this.filled = reset;
        }

        @Override
        public Optional<Duration> call(Instant now) {
            Optional<Duration> out = outage.answer(now);
            if (out.isPresent()) {
                return out;
            }
            tokens = Math.min(
                    burst, tokens + perSecond * Duration.between(filled, now).toMillis() / 1000.0);
            filled = now;
            if (tokens >= 1) {
                tokens--;
                taken++;
                return Optional.empty();
            }
            refusals++;
            // Providers round up to whole seconds.
            return Optional.of(Duration.ofSeconds((long) Math.ceil((1 - tokens) / perSecond)));
        }

        @Override
        public int refusals() {
            return refusals;
        }

        @Override
        public int taken() {
            return taken;
        }
    }

    /** Out until a time, then so many calls in any minute. */
    final class Window implements SimulatedProvider {
        private static final Duration MINUTE = Duration.ofMinutes(1);
        private final Outage outage;
        private final int perMinute;
        private final Deque<Instant> calls = new ArrayDeque<>();
        private int refusals;
        private int taken;

        Window(Instant reset, int perMinute) {
            this.outage = new Outage(reset);
            this.perMinute = perMinute;
        }

        @Override
        public Optional<Duration> call(Instant now) {
            Optional<Duration> out = outage.answer(now);
            if (out.isPresent()) {
                return out;
            }
            while (!calls.isEmpty() && !calls.peek().isAfter(now.minus(MINUTE))) {
                calls.remove();
            }
            if (calls.size() < perMinute) {
                calls.add(now);
                taken++;
                return Optional.empty();
            }
            refusals++;
            return Optional.of(Duration.between(now, calls.peek().plus(MINUTE)));
        }

        @Override
        public int refusals() {
            return refusals;
        }

        @Override
        public int taken() {
            return taken;
        }
    }
}
