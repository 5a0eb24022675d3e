package io.spillway.testing.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Every request that reached the provider, in order: the bill. Thread-safe. */
public final class Journal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Visit> visits = new ArrayList<>();

    /** All visits so far. */
    public List<Visit> visits() {
        lock.lock();
        try {
            return List.copyOf(visits);
        } finally {
            lock.unlock();
        }
    }

    /** The visits that asked for an answer of a model, not for the list of models. */
    public List<Visit> calls() {
        return visits().stream()
                .filter(visit -> visit.request().method().equals("POST"))
                .toList();
    }

    /** Waits until the visits satisfy {@code condition}; false if they do not within {@code limit}. */
    public boolean await(Duration limit, Predicate<List<Visit>> condition) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!condition.test(visits)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for {@code count} visits in all. */
    public boolean awaitVisits(int count, Duration limit) {
        return await(limit, seen -> seen.size() >= count);
    }

    /** Waits until {@code count} visits have met {@code fate}. */
    public boolean awaitFate(Visit.Fate fate, int count, Duration limit) {
        return await(
                limit,
                seen -> seen.stream().filter(visit -> visit.fate() == fate).count() >= count);
    }

    /** Enters a request; its number is its place in the journal. */
    Received enter(String method, String path, Map<String, String> headers, String body) {
        lock.lock();
        try {
            Received request = new Received(visits.size() + 1, method, path, headers, body);
            visits.add(new Visit(request, Instant.now(), Optional.empty(), Visit.Fate.OPEN));
            changed.signalAll();
            return request;
        } finally {
            lock.unlock();
        }
    }

    /** Says what became of a request; only the first word counts. */
    void end(Received request, Visit.Fate fate) {
        lock.lock();
        try {
            visits.set(request.number() - 1, visits.get(request.number() - 1).ended(Instant.now(), fate));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
