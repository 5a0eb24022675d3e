package io.spillway.journey.language;

import io.spillway.contract.job.Reservation;
import java.time.Instant;

/**
 * What one job has taken of quotas.
 *
 * @param counted when it is counted
 * @param from before anybody had asked whether there is room for it
 * @param to when there surely was room for it: then it had been let on, or was about to be
 * @param ended not before this its estimate gave way to what it really used
 */
record Taken(Bounded.Key by, Instant counted, Instant from, Instant to, Instant ended, Amount estimate, Amount real) {
    /** So much of each measure, cost in millionths. */
    record Amount(long requests, long tokens, long cost) {
        static final Amount NONE = new Amount(0, 0, 0);

        static Amount estimated(Reservation reservation) {
            return new Amount(1, reservation.tokens(), Reservation.millionths(reservation.cost()));
        }

        Amount plus(Amount other) {
            return new Amount(requests + other.requests, tokens + other.tokens, cost + other.cost);
        }

        /** What a limit called {@code word} counts. */
        long of(String word) {
            return switch (word.substring(0, word.indexOf('_'))) {
                case "requests" -> requests;
                case "tokens" -> tokens;
                case "cost" -> cost;
                default -> throw new IllegalArgumentException(word);
            };
        }
    }

    boolean isOf(Bounded.Scope scope) {
        return scope.counter().equals("t:" + by.tenant()) || scope.counter().equals("k:" + by.id());
    }

    /**
     * What this one was surely seen to use by whoever looked for room for {@code later}: nothing if it may have come
     * after, and no more than it used in the end where that may have been known by then.
     */
    long seenBy(Taken later, String word) {
        if (to.isAfter(later.from)) {
            return 0;
        }
        return ended.isAfter(later.to) ? estimate.of(word) : Math.min(real.of(word), estimate.of(word));
    }
}
