package io.spillway.contract.routing.strategy;

import java.time.Duration;
import java.time.Instant;

/**
 * What a target did recently. Every call counts 1 when it ends and half as much every {@link #HALF_LIFE} later, so one
 * that is not called is forgotten; and less with every call after it, half as much after some 34, so a busy target that
 * breaks is known for it in a hundred calls rather than in as many minutes as it was good.
 *
 * @param completed calls that gave an answer
 * @param failed calls that failed for the target's sake
 * @param seconds how long the completed calls took together, decayed like them
 * @param asOf when the calls counted as much
 */
public record TrackRecord(double completed, double failed, double seconds, Instant asOf) {
    /** After this long a call counts half. */
    public static final Duration HALF_LIFE = Duration.ofMinutes(5);

    private static final double PUT_OUT_BY_A_CALL = 0.02;
    private static final double ENOUGH = 0.5;
    private static final double SHORTEST_SECONDS = 0.001;

    /** Nothing yet. */
    public static final TrackRecord NONE = new TrackRecord(0, 0, 0, Instant.EPOCH);

    /** This record and a call that was answered at {@code end}, which may be before others that it has. */
    public TrackRecord plusCompleted(Instant end, Duration took) {
        return plus(new TrackRecord(1, 0, Math.max(SHORTEST_SECONDS, took.toMillis() / 1_000.0), end));
    }

    /** This record and a call that failed at {@code end}. */
    public TrackRecord plusFailed(Instant end) {
        return plus(new TrackRecord(0, 1, 0, end));
    }

    /** This record as it counts at {@code now}; one of the future, by a clock that is ahead, counts in full. */
    public TrackRecord asOf(Instant now) {
        if (!now.isAfter(asOf)) {
            return this;
        }
        double left = Math.pow(0.5, Duration.between(asOf, now).toMillis() / (double) HALF_LIFE.toMillis());
        return new TrackRecord(completed * left, failed * left, seconds * left, now);
    }

    /** Whether there is enough to go by. */
    public boolean known() {
        return completed + failed >= ENOUGH;
    }

    /** How long an answer takes on average, with the calls that it takes to get one; infinite if there was none. */
    public double secondsPerAnswer() {
        return completed == 0 ? Double.POSITIVE_INFINITY : seconds / completed * (completed + failed) / completed;
    }

    private TrackRecord plus(TrackRecord call) {
        Instant later = asOf.isAfter(call.asOf) ? asOf : call.asOf;
        TrackRecord before = asOf(later);
        TrackRecord added = call.asOf(later);
        double kept = 1 - PUT_OUT_BY_A_CALL * (added.completed + added.failed);
        return new TrackRecord(
                before.completed * kept + added.completed,
                before.failed * kept + added.failed,
                before.seconds * kept + added.seconds,
                later);
    }
}
