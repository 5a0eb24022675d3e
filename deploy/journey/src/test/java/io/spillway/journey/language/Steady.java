package io.spillway.journey.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;

/** Clients that each send their next job when their last has ended, until they are told to stop; a 503 is asked again. */
public final class Steady {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final List<Future<List<Load.Sent>>> clients;

    private Steady(Front front, int count, IntFunction<Ask> asks) {
        clients = IntStream.range(0, count)
                .mapToObj(n -> threads.submit(() -> {
                    List<Load.Sent> journal = new ArrayList<>();
                    while (!enough.get()) {
                        Load.Sent told = Load.insisting(front, 1)
                                .send(List.of(asks.apply(sent.incrementAndGet())))
                                .getFirst();
                        journal.add(told);
                        if (told instanceof Load.Sent.Accepted in) {
                            front.ended(in.id());
                            ended.incrementAndGet();
                        }
                    }
                    return journal;
                }))
                .toList();
    }

    /** Starts {@code count} clients; each job is made of its running number. */
    public static Steady of(Front front, int count, IntFunction<Ask> asks) {
        return new Steady(front, count, asks);
    }

    /** Waits until {@code count} jobs have ended: if there are more clients than slots, all hands are full from then on. */
    public Steady awaitEnded(int count) {
        Awaitility.await(count + " jobs have ended")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .untilAtomic(ended, Matchers.greaterThanOrEqualTo(count));
        return this;
    }

    /** Lets each client see the end of its last job; what all of them were told. */
    public List<Load.Sent> stop() {
        enough.set(true);
        try (threads) {
            return clients.stream().map(Load::result).flatMap(List::stream).toList();
        }
    }
}
