package io.spillway.gateway.webhook;

import io.spillway.scheduling.DeliveryResult;
import io.spillway.scheduling.DueDelivery;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What one sending means for its delivery.
 *
 * @param error why it does not count as delivered; empty if it does
 * @param gone whether the endpoint wants nothing any more
 */
record Verdict(DeliveryResult result, Optional<Integer> status, String error, boolean gone) {
    private static final int GONE = 410;

    static Verdict of(Sent sent, DueDelivery due, RandomGenerator random) {
        return switch (sent) {
            case Sent.Answered answered -> answered(answered, due, random);
            case Sent.Forbidden(String why) -> failed("the url " + why, next(due, Optional.empty(), random));
            case Sent.Unreached(String why) -> failed(why, next(due, Optional.empty(), random));
        };
    }

    private static Verdict answered(Sent.Answered answer, DueDelivery due, RandomGenerator random) {
        Optional<Integer> status = Optional.of(answer.status());
        if (answer.success()) {
            return new Verdict(new DeliveryResult.Delivered(), status, "", false);
        }
        if (answer.status() == GONE) {
            return new Verdict(new DeliveryResult.GivenUp(true), status, "gone: the endpoint was disabled", true);
        }
        DeliveryResult result = result(next(due, answer.retryAfter(), random));
        return new Verdict(result, status, "only 2xx counts as delivered", false);
    }

    private static Optional<Duration> next(DueDelivery due, Optional<Duration> asked, RandomGenerator random) {
        return RetrySchedule.next(due.tries() + 1, asked, random);
    }

    private static Verdict failed(String error, Optional<Duration> next) {
        return new Verdict(result(next), Optional.empty(), error, false);
    }

    private static DeliveryResult result(Optional<Duration> next) {
        return next.<DeliveryResult>map(DeliveryResult.Again::new).orElseGet(() -> new DeliveryResult.GivenUp(true));
    }
}
