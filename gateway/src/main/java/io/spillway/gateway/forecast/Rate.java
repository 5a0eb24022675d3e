package io.spillway.gateway.forecast;

import java.time.Duration;
import java.time.Instant;

/**
 * How many times a second something happened lately. Events are counted by the five seconds they fell in; of the last
 * five minutes each such step weighs half as much for every minute it is old, and the one that is not over yet does not
 * count. Thread-safe.
 */
final class Rate {
    private static final int STEP_S = 5;
    /** How far back events count. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final double HALF_LIFE_S = 60;
    private static final int STEPS = (int) (WINDOW.toSeconds() / STEP_S) + 1;

    private final long[] counts = new long[STEPS];
    private final long[] steps = new long[STEPS];
    private final long since;

    /** @param since when counting began: before that nothing is known, rather than nothing having happened */
    Rate(Instant since) {
        this.since = step(since);
    }

    /** Counts an event, unless it was before the counting or too long ago. */
    synchronized void count(Instant at, Instant now) {
        long step = step(at);
        long current = step(now);
        if (step < since || step <= current - STEPS || step > current) {
            return;
        }
        int place = Math.floorMod(step, STEPS);
        if (steps[place] != step) {
            steps[place] = step;
            counts[place] = 0;
        }
        counts[place]++;
    }

    /** Events a second, as of {@code now}; 0 while nothing has been counted for long enough. */
    synchronized double perSecond(Instant now) {
        long current = step(now);
        double weighted = 0;
        double weights = 0;
        for (long step = Math.max(since, current - STEPS + 1); step < current; step++) {
            double weight = Math.pow(0.5, (current - step) * STEP_S / HALF_LIFE_S);
            int place = Math.floorMod(step, STEPS);
            weights += weight;
            weighted += steps[place] == step ? weight * counts[place] : 0;
        }
        return weights == 0 ? 0 : weighted / weights / STEP_S;
    }

    private static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP_S);
    }
}
