package io.spillway.scheduling.simulation;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/** Runs seed after seed, on several Redis at once, up to the first that fails. */
final class Seeds {
    /** How far it came. */
    record Run(long seeds, Optional<Simulation.Failure> failure) {}

    private final int lanes;
    private final BinaryOperator<String> change;
    private final AtomicLong next;
    private final long last;

    private Seeds(int lanes, BinaryOperator<String> change, long first, long last) {
        this.lanes = lanes;
        this.change = change;
        this.next = new AtomicLong(first);
        this.last = last;
    }

    /** Runs the seeds from {@code first} to {@code last} with scripts that {@code change} may have spoilt. */
    static Run run(int lanes, BinaryOperator<String> change, long first, long last) throws InterruptedException {
        return new Seeds(lanes, change, first, last).run();
    }

    private Run run() throws InterruptedException {
        long first = next.get();
        List<Callable<Optional<Simulation.Failure>>> work = IntStream.range(0, lanes)
                .<Callable<Optional<Simulation.Failure>>>mapToObj(_ -> this::lane)
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(lanes)) {
            Optional<Simulation.Failure> failure = Optional.empty();
            for (var lane : threads.invokeAll(work)) {
                failure = failure.or(() -> done(lane));
            }
            return new Run(Math.min(next.get(), last + 1) - first, failure);
        }
    }

    private static Optional<Simulation.Failure> done(java.util.concurrent.Future<Optional<Simulation.Failure>> lane) {
        try {
            return lane.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Simulation.Failure> lane() {
        try (SimulatedRedis redis = SimulatedRedis.start(change)) {
            for (long seed = next.getAndIncrement(); seed <= last; seed = next.getAndIncrement()) {
                Optional<Simulation.Failure> failure = Simulation.run(seed, redis);
                if (failure.isPresent()) {
                    next.addAndGet(last);
                    return failure;
                }
            }
            return Optional.empty();
        }
    }
}
