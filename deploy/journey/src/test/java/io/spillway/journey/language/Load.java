package io.spillway.journey.language;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** A client that sends many requests at once and keeps a journal of what it was told. */
public final class Load {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration AGAIN = Duration.ofMillis(250);

    private final Front front;
    private final Semaphore atOnce;
    private final Optional<Duration> again;

    private Load(Front front, int atOnce, Optional<Duration> again) {
        this.front = front;
        this.atOnce = new Semaphore(atOnce);
        this.again = again;
    }

    /** One line of the journal. */
    public sealed interface Sent {
        Ask ask();

        /**
         * 202: the job exists.
         *
         * @param asked how often it was sent, always with the same key, until that was said
         */
        record Accepted(Ask ask, String id, int asked) implements Sent {}

        /** A 4xx: the job does not exist. */
        record Refused(Ask ask, int status) implements Sent {}

        /** A 5xx or no answer: it may or may not exist. */
        record Unknown(Ask ask, String why) implements Sent {}
    }

    /** Sends at most {@code atOnce} requests at a time. */
    public static Load of(Front front, int atOnce) {
        return new Load(front, atOnce, Optional.empty());
    }

    /** The same, but who is left in the dark (503, no answer) comes again, with the same Idempotency-Key. */
    public static Load insisting(Front front, int atOnce) {
        return insisting(front, atOnce, AGAIN);
    }

    /** The same, {@code again} after each answer that left it in the dark. */
    static Load insisting(Front front, int atOnce, Duration again) {
        return new Load(front, atOnce, Optional.of(again));
    }

    /** Submits everything; returns when each has been answered. */
    public List<Sent> send(List<Ask> asks) {
        return each(
                asks, ask -> again.map(pause -> insist(ask, pause)).orElseGet(() -> send(ask, Optional.empty(), 1)));
    }

    /** The ids of those that were let in. */
    public static List<String> accepted(List<Sent> journal) {
        return journal.stream()
                .filter(Sent.Accepted.class::isInstance)
                .map(sent -> ((Sent.Accepted) sent).id())
                .toList();
    }

    /** Waits for all these jobs to end. */
    public List<Seen> ended(List<String> ids) {
        return each(ids, front::ended);
    }

    /** Does something with each, as many at once as this load allows. */
    public <T, R> List<R> each(List<T> inputs, Function<T, R> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> results = inputs.stream()
                    .map(input -> threads.submit(() -> {
                        atOnce.acquire();
                        try {
                            return work.apply(input);
                        } finally {
                            atOnce.release();
                        }
                    }))
                    .toList();
            return results.stream().map(Load::result).toList();
        }
    }

    static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException wrong -> throw wrong;
                case Error wrong -> throw wrong;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private Sent insist(Ask ask, Duration pause) {
        Optional<String> key = Optional.of(UUID.randomUUID().toString());
        AtomicInteger asked = new AtomicInteger();
        return Awaitility.await("the door opens")
                .pollInSameThread()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(pause)
                .until(() -> send(ask, key, asked.incrementAndGet()), told -> !(told instanceof Sent.Unknown));
    }

    private Sent send(Ask ask, Optional<String> key, int asked) {
        HttpRequest.Builder request = front.to("/v1/jobs").header("Content-Type", "application/json");
        key.ifPresent(value -> request.header("Idempotency-Key", value));
        try {
            HttpResponse<String> answer = front.http()
                    .send(
                            request.POST(HttpRequest.BodyPublishers.ofString(ask.json()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return switch (answer.statusCode() / 100) {
                case 2 -> new Sent.Accepted(ask, Seen.of(answer.body()).id(), asked);
                case 4 -> new Sent.Refused(ask, answer.statusCode());
                default -> new Sent.Unknown(ask, answer.statusCode() + " " + answer.body());
            };
        } catch (IOException e) {
            return new Sent.Unknown(ask, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
