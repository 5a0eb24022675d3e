package io.spillway.journey.language;

import io.spillway.testing.provider.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of many tenants that each submit steadily, a few jobs at once, at one gateway after the other. */
public final class Pressing {
    /** So many of a tenant's jobs are submitted at the same moment. */
    private static final int BURST = 4;

    /** So many are unanswered at most: beyond that a burst is left out, since a machine that is too small would get no rest. */
    private static final int UNDER_WAY = 64;

    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final int MOST_WORDS = 16;
    private static final int SLOWEST_MS = 20;
    private static final int LONGEST_FILLER = 40;
    private static final String MODEL = "plain";

    private final List<Bounded> tenants;
    private final Map<String, List<Front>> doors = new HashMap<>();
    private final Queue<Told> journal = new ConcurrentLinkedQueue<>();
    private final Semaphore underWay = new Semaphore(UNDER_WAY);
    private final AtomicInteger number = new AtomicInteger();

    private Pressing(List<Front> gateways, List<Bounded> tenants) {
        this.tenants = tenants;
        tenants.stream()
                .flatMap(tenant -> tenant.keys().stream())
                .forEach(key -> doors.put(
                        key.id(),
                        gateways.stream()
                                .map(gateway -> gateway.as(key.secret()))
                                .toList()));
    }

    /**
     * A submission and what was said to it.
     *
     * @param from before it was sent first
     * @param to after the answer had come
     */
    public record Told(Bounded.Key by, Front door, Load.Sent sent, Instant from, Instant to) {
        /** Its job, which it has become, as it is now. */
        public Seen look() {
            return switch (sent) {
                case Load.Sent.Accepted in -> door.look(in.id());
                case Load.Sent.Refused _, Load.Sent.Unknown _ -> throw new IllegalStateException("no job: " + sent);
            };
        }

        /** How often it was sent once more, since nobody had said yes or no. */
        public int again() {
            return switch (sent) {
                case Load.Sent.Accepted in -> in.asked() - 1;
                case Load.Sent.Refused _, Load.Sent.Unknown _ -> 0;
            };
        }
    }

    /** Answers with as many words as a job of ours asks for, after 0 to 20 ms. */
    public static void answer(Models models) {
        models.script(MODEL, request -> {
            int delay = new SplittableRandom(request.number()).nextInt(SLOWEST_MS + 1);
            return Reply.text("word ".repeat(words(request.prompt())).strip()).after(Duration.ofMillis(delay));
        });
    }

    /** How many words answer a prompt. */
    static int words(String prompt) {
        String[] said = prompt.split(" ", 3);
        return said[0].equals("words") ? Integer.parseInt(said[1]) : 1;
    }

    /** Goes on for {@code time}; everything that was submitted, once all of it was answered. */
    public static List<Told> press(List<Front> gateways, List<Bounded> tenants, Duration time) {
        return new Pressing(gateways, tenants).during(time);
    }

    private List<Told> during(Duration time) {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            ScheduledExecutorService beats = Executors.newScheduledThreadPool(1);
            for (int n = 0; n < tenants.size(); n++) {
                Bounded tenant = tenants.get(n);
                long period = Math.round(60e9 * BURST / tenant.perMinute());
                beats.scheduleAtFixedRate(
                        () -> burst(tenant, clients), period * n / tenants.size(), period, TimeUnit.NANOSECONDS);
            }
            beats.schedule(beats::shutdownNow, time.toMillis(), TimeUnit.MILLISECONDS);
            if (!beats.awaitTermination(time.plusMinutes(1).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("still pressing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (journal.size() != number.get()) {
            throw new IllegalStateException((number.get() - journal.size()) + " jobs got no answer");
        }
        return new ArrayList<>(journal);
    }

    private void burst(Bounded tenant, ExecutorService clients) {
        if (!underWay.tryAcquire(BURST)) {
            return;
        }
        for (int i = 0; i < BURST; i++) {
            int n = number.incrementAndGet();
            Bounded.Key key = tenant.keys().get(n % tenant.keys().size());
            List<Front> theirs = doors.get(key.id());
            clients.execute(() -> submit(key, theirs.get(n / 2 % theirs.size()), n));
        }
    }

    private void submit(Bounded.Key key, Front door, int n) {
        Instant from = Instant.now();
        Load.Sent sent = Load.insisting(door, 1, AGAIN).send(List.of(ask(n))).getFirst();
        journal.add(new Told(key, door, sent, from, Instant.now()));
        underWay.release();
    }

    /** Every third one says exactly how long its answer is; the others let it be as long as any. */
    private static Ask ask(int n) {
        SplittableRandom drawn = new SplittableRandom(n);
        int words = 1 + drawn.nextInt(MOST_WORDS);
        String prompt = "words %d job %d %s".formatted(words, n, "x".repeat(drawn.nextInt(LONGEST_FILLER)));
        return Ask.chat("cloud/" + MODEL, prompt).maxTokens(n % 3 == 0 ? words : MOST_WORDS);
    }
}
