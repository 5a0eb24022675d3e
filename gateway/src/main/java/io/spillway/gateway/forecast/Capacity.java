package io.spillway.gateway.forecast;

import java.util.OptionalDouble;

/**
 * What one target can take on from now.
 *
 * @param from seconds until it may be called
 * @param atOnce calls that can run at once
 * @param running calls under way now
 * @param seconds how long a call takes on average, if that is known
 * @param mostPerSecond what its limits let begin
 * @param ramps whether it begins with one call and doubles, as after an exhaustion
 * @param share of it that falls to the plan in question, 0 to 1
 */
record Capacity(
        double from,
        long atOnce,
        long running,
        OptionalDouble seconds,
        double mostPerSecond,
        boolean ramps,
        double share) {
    /** How many jobs of the plan it will have begun after {@code time} seconds. */
    double begunAfter(double time) {
        if (time < from || atOnce <= 0) {
            return 0;
        }
        double free = ramps ? 1 : Math.max(0, atOnce - running);
        return share * (free + (seconds.isPresent() ? later(time - from, seconds.getAsDouble()) : 0));
    }

    /** What follows the first ones: rounds that double while it ramps, then as many as end. */
    private double later(double elapsed, double each) {
        double perSecond = Math.min(atOnce / each, mostPerSecond);
        double begun = 0;
        double left = elapsed;
        for (double round = ramps ? 2 : atOnce; round < atOnce && left > 0; round *= 2) {
            begun += Math.min(round, mostPerSecond * each) * Math.min(1, left / each);
            left -= each;
        }
        return begun + Math.max(0, left) * perSecond;
    }
}
