package io.spillway.journey.language;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** A client that sends many requests at once and keeps a journal of what it was told. */
public final class Load {
    private final Front front;
    private final Semaphore atOnce;

    private Load(Front front, int atOnce) {
        this.front = front;
        this.atOnce = new Semaphore(atOnce);
    }

    /** One line of the journal. */
    public sealed interface Sent {
        Ask ask();

        /** 202: the job exists. */
        record Accepted(Ask ask, String id) implements Sent {}

        /** A 4xx: the job does not exist. */
        record Refused(Ask ask, int status) implements Sent {}

        /** A 5xx or no answer: it may or may not exist. */
        record Unknown(Ask ask, String why) implements Sent {}
    }

    /** Sends at most {@code atOnce} requests at a time. */
    public static Load of(Front front, int atOnce) {
        return new Load(front, atOnce);
    }

    /** Submits everything; returns when each has been answered. */
    public List<Sent> send(List<Ask> asks) {
        return each(asks, this::send);
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

    private Sent send(Ask ask) {
        HttpRequest request = front.to("/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ask.json()))
                .build();
        try {
            HttpResponse<String> answer = front.http().send(request, HttpResponse.BodyHandlers.ofString());
            return switch (answer.statusCode() / 100) {
                case 2 -> new Sent.Accepted(ask, Seen.of(answer.body()).id());
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
