package io.spillway.gateway.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.contract.webhook.DeliveryState;
import io.spillway.scheduling.Dispatched;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts what is sent to endpoints; all of it from the start, so that a rate begins at nothing. */
@Singleton
public class DeliveryMeters {
    private final MeterRegistry meters;
    private final Timer time;
    private final AtomicReference<@Nullable Dispatched> seen = new AtomicReference<>();

    DeliveryMeters(MeterRegistry meters) {
        this.meters = meters;
        this.time = Timer.builder("spillway.webhook.answer")
                .description("From sending a message to the end of its answer, or to giving up on it")
                .publishPercentileHistogram()
                .register(meters);
        for (String outcome : new String[] {"delivered", "failed", "unreached", "forbidden"}) {
            message(outcome);
        }
        ended(DeliveryState.DELIVERED);
        ended(DeliveryState.GIVEN_UP);
        Gauge.builder(
                        "spillway.webhook.endpoints.waiting",
                        () -> Waiting.of(seen.get()).endpoints())
                .description("Endpoints that are to be told something, now or later")
                .register(meters);
        Gauge.builder(
                        "spillway.webhook.late.seconds",
                        () -> Waiting.of(seen.get()).late())
                .description("For how long the delivery that is due first has been due")
                .register(meters);
    }

    private record Waiting(double endpoints, double late) {
        static Waiting of(@Nullable Dispatched seen) {
            return seen == null
                    ? new Waiting(Double.NaN, Double.NaN)
                    : new Waiting(seen.endpoints(), late(seen).toMillis() / 1e3);
        }

        private static Duration late(Dispatched seen) {
            return seen.firstDue()
                    .map(due -> Duration.between(due, seen.now()))
                    .filter(Duration::isPositive)
                    .orElse(Duration.ZERO);
        }
    }

    /** Notes what waits. */
    void waiting(Dispatched dispatched) {
        seen.set(dispatched);
    }

    /** Counts a message. */
    void sent(Sent what, Duration took) {
        time.record(took);
        message(
                        switch (what) {
                            case Sent.Answered answered -> answered.success() ? "delivered" : "failed";
                            case Sent.Unreached _ -> "unreached";
                            case Sent.Forbidden _ -> "forbidden";
                        })
                .increment();
    }

    /** A counter of deliveries that are over. */
    Counter ended(DeliveryState state) {
        return Counter.builder("spillway.webhook.deliveries.ended")
                .description("Deliveries that this gateway has ended")
                .tag("state", state.word())
                .register(meters);
    }

    private Counter message(String outcome) {
        return Counter.builder("spillway.webhook.messages")
                .description("Messages that this gateway has sent, or tried to")
                .tag("outcome", outcome)
                .register(meters);
    }
}
