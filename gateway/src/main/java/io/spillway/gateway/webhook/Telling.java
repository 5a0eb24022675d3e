package io.spillway.gateway.webhook;

import io.spillway.contract.job.Job;
import io.spillway.contract.webhook.DeliveryAttempt;
import io.spillway.contract.webhook.DeliveryState;
import io.spillway.contract.wire.LogEntry;
import io.spillway.log.LogUnavailable;
import io.spillway.scheduling.DeliveryResult;
import io.spillway.scheduling.DueDelivery;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.Scheduler;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** Makes one attempt of a delivery: sends the message, and says in the log and to the scheduler what came of it. */
@Singleton
public class Telling {
    private static final Logger LOG = Logger.getLogger(Telling.class);
    /** Another gateway may know of a new endpoint a moment sooner than this one. */
    private static final Duration UNHEARD_OF = Duration.ofMinutes(1);

    private static final Duration SOON = Duration.ofSeconds(2);
    /** Beyond a schedule and some redeliveries, the oldest are forgotten. */
    private static final int ATTEMPTS_KEPT = 40;

    private final Addressees endpoints;
    private final EventBody bodies;
    private final Sending sending;
    private final DeliveryMeters meters;
    private final DeliverySpans spans;

    Telling(Addressees endpoints, EventBody bodies, Sending sending, DeliveryMeters meters, DeliverySpans spans) {
        this.spans = spans;
        this.endpoints = endpoints;
        this.bodies = bodies;
        this.sending = sending;
        this.meters = meters;
    }

    /**
     * Where what comes of an attempt is said.
     *
     * @param log returns once the entry is acknowledged, or throws {@link LogUnavailable}
     * @param whole reads what of a job lies elsewhere, or is encrypted
     */
    record Place(Scheduler scheduler, Consumer<LogEntry> log, UnaryOperator<JobView> whole) {
        /** Where jobs are whole as they are. */
        Place(Scheduler scheduler, Consumer<LogEntry> log) {
            this(scheduler, log, view -> view);
        }
    }

    /** Blocks until the endpoint has answered or 15 s are over, and what came of it is noted. */
    void tell(DueDelivery due, Place place) {
        Optional<Endpoint> endpoint = endpoints.find(due.tenant(), due.endpoint());
        if (endpoint.isEmpty()) {
            boolean fresh = due.at().plus(UNHEARD_OF).isAfter(Instant.now());
            note(due, place, fresh ? new DeliveryResult.Later(SOON) : new DeliveryResult.Dropped(), due.attempts());
        } else if (!endpoint.get().events().contains(EventType.of(due.status()))) {
            note(due, place, new DeliveryResult.Dropped(), due.attempts());
        } else if (!endpoint.get().enabled()) {
            DeliveryAttempt none = new DeliveryAttempt(Instant.now(), 0, Optional.empty(), "the endpoint is disabled");
            note(due, place, new DeliveryResult.GivenUp(false), with(due, none));
        } else {
            send(due, endpoint.get(), place);
        }
    }

    private void send(DueDelivery due, Endpoint endpoint, Place place) {
        Look look = place.scheduler().views().lookAsOperator(due.job());
        if (look instanceof Look.Resting) {
            note(due, place, new DeliveryResult.Later(SOON), due.attempts());
            return;
        }
        Optional<JobView> view = look instanceof Look.Found(JobView found)
                ? Optional.of(place.whole().apply(found))
                : Optional.empty();
        Instant at = Instant.now();
        long begun = System.nanoTime();
        Sent sent = sending.send(endpoint, bodies.of(due, view));
        Exchange made = new Exchange(at, Duration.ofNanos(System.nanoTime() - begun), sent, view.map(JobView::job));
        // A gateway that stops leaves it to another one, when the lease has lapsed.
        if (!Thread.currentThread().isInterrupted()) {
            judge(due, endpoint, place, made);
        }
    }

    private record Exchange(Instant at, Duration took, Sent sent, Optional<Job> job) {}

    private void judge(DueDelivery due, Endpoint endpoint, Place place, Exchange made) {
        meters.sent(made.sent(), made.took());
        Verdict verdict = Verdict.of(made.sent(), due, ThreadLocalRandom.current());
        if (verdict.gone()) {
            endpoints.disable(endpoint);
        }
        spans.tell(due, made.job(), made.at(), verdict);
        DeliveryAttempt attempt =
                new DeliveryAttempt(made.at(), made.took().toMillis(), verdict.status(), verdict.error());
        note(due, place, verdict.result(), with(due, attempt));
    }

    private static List<DeliveryAttempt> with(DueDelivery due, DeliveryAttempt last) {
        List<DeliveryAttempt> attempts = new ArrayList<>(due.attempts());
        attempts.add(last);
        return List.copyOf(attempts.subList(Math.max(0, attempts.size() - ATTEMPTS_KEPT), attempts.size()));
    }

    /** First in the log: what Redis alone knows, it may forget. */
    private void note(DueDelivery due, Place place, DeliveryResult result, List<DeliveryAttempt> attempts) {
        switch (result) {
            case DeliveryResult.Delivered _ -> end(due, place, DeliveryState.DELIVERED, attempts);
            case DeliveryResult.GivenUp _ -> end(due, place, DeliveryState.GIVEN_UP, attempts);
            case DeliveryResult.Again _, DeliveryResult.Later _, DeliveryResult.Dropped _ -> {}
        }
        place.scheduler().deliveries().report(due, result, attempts);
    }

    private void end(DueDelivery due, Place place, DeliveryState state, List<DeliveryAttempt> attempts) {
        meters.ended(state).increment();
        LOG.infof(
                "webhook=%s tenant=%s delivery=%s job=%s state=%s attempts=%d",
                due.endpoint(), due.tenant(), due.id(), due.job(), state.word(), attempts.size());
        try {
            place.log()
                    .accept(new LogEntry.Told(due.job(), due.tenant(), due.status(), state, attempts, Instant.now()));
        } catch (LogUnavailable e) {
            LOG.warnf(
                    "not in the log: should Redis forget it, it is sent again delivery=%s: %s",
                    due.id(), e.getMessage());
        }
    }
}
