package io.spillway.journey.language;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Clients that each hold one request until its job has ended, and then send the next, to one gateway after the other. */
public final class ClosedLoop {
    private static final String PROMPT = "A river is a long path of moving water. ".repeat(12);
    private static final String BODY = Ask.chat("cloud/plain", PROMPT).json();
    /** How long a request's body is. */
    public static final int REQUEST_BYTES = BODY.length();

    private final List<Front> fronts;
    private final int clients;
    private final Queue<Double> took = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    public ClosedLoop(List<Front> fronts, int clients) {
        this.fronts = fronts;
        this.clients = clients;
    }

    /**
     * What was seen.
     *
     * @param millis of every job, from its request to its answer, sorted
     * @param failures what was said instead of an answer: a machine that is too small for the load refuses
     */
    public record Figures(double[] millis, Duration over, List<String> failures) {
        public int count() {
            return millis.length;
        }

        /** Jobs a second. */
        public double rate() {
            return count() * 1e9 / over.toNanos();
        }

        public double quantile(double share) {
            return millis.length == 0 ? Double.NaN : millis[Math.min(millis.length - 1, (int) (share * millis.length))];
        }
    }

    /** Goes on for {@code time}; what is under way then is let end, and counted. */
    public Figures run(Duration time) {
        long began = System.nanoTime();
        long until = began + time.toNanos();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < clients; client++) {
                Front front = fronts.get(client % fronts.size());
                senders.execute(() -> {
                    while (System.nanoTime() < until) {
                        send(front);
                    }
                });
            }
        }
        double[] sorted =
                took.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Figures(sorted, Duration.ofNanos(System.nanoTime() - began), List.copyOf(failures));
    }

    private void send(Front front) {
        HttpRequest request = front.to("/v1/jobs")
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=30")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
        long sent = System.nanoTime();
        try {
            HttpResponse<String> answer = front.http().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.body().contains("\"status\":\"completed\"")) {
                took.add((System.nanoTime() - sent) / 1e6);
            } else {
                failures.add(answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
