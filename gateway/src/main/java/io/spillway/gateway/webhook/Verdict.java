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
            case Sent.Answered answered
            when answered.success() ->
                new Verdict(new DeliveryResult.Delivered(), Optional.of(answered.status()), "", false);
            case Sent.Answered answered
            when answered.status() == GONE ->
                new Verdict(
                        new DeliveryResult.GivenUp(true), Optional.of(GONE), "gone: the endpoint was disabled", true);
            case Sent.Answered answered ->
                failed(
                        Optional.of(answered.status()),
                        "only 2xx counts as delivered",
                        next(due, answered.retryAfter(), random));
            case Sent.Forbidden(String why) ->
                failed(Optional.empty(), "the url " + why, next(due, Optional.empty(), random));
            case Sent.Unreached(String why) -> failed(Optional.empty(), why, next(due, Optional.empty(), random));
        };
    }

    private static Optional<Duration> next(DueDelivery due, Optional<Duration> asked, RandomGenerator random) {
        return RetrySchedule.next(due.tries() + 1, asked, random);
    }

    private static Verdict failed(Optional<Integer> status, String error, Optional<Duration> next) {
        DeliveryResult result =
                next.<DeliveryResult>map(DeliveryResult.Again::new).orElseGet(() -> new DeliveryResult.GivenUp(true));
        return new Verdict(result, status, error, false);
    }
}
