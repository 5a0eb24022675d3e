package io.spillway.worker;

import io.spillway.contract.call.Serving;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.Taken;
import io.spillway.scheduling.WaitingRoom;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes jobs for the free slots: woken when something may be takeable, and asking every second all the same. */
final class Taking {
    private static final Logger LOG = System.getLogger(Taking.class.getName());
    private static final Duration SAFETY_NET = Duration.ofSeconds(1);
    /** So that an answer stays small; whoever has more free slots asks again at once. */
    private static final int MOST_AT_ONCE = 64;

    private final String worker;
    private final WaitingRoom room;
    private final Supplier<List<Serving.Capacity>> capacities;
    private final Running running;
    private final int mostRunning;
    private final Consumer<Grant> granted;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean stopped;

    Taking(
            String worker,
            WaitingRoom room,
            Supplier<List<Serving.Capacity>> capacities,
            Running running,
            int mostRunning,
            Consumer<Grant> granted) {
        this.worker = worker;
        this.room = room;
        this.capacities = capacities;
        this.running = running;
        this.mostRunning = mostRunning;
        this.granted = granted;
    }

    void wake() {
        wake.release();
    }

    void stop() {
        stopped = true;
        wake();
    }

    /** Takes until stopped. */
    void run() {
        while (!stopped) {
            Duration pause = turn();
            try {
                if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Duration turn() {
        int free = Math.min(MOST_AT_ONCE, mostRunning - running.count());
        List<Offer> offers = offers();
        if (free <= 0 || offers.isEmpty()) {
            return SAFETY_NET;
        }
        try {
            Taken taken = room.take(worker, free, offers, WorkerSettings.LEASE);
            taken.grants().forEach(granted);
            if (taken.grants().size() == free) {
                return Duration.ZERO;
            }
            return taken.askAgain().compareTo(SAFETY_NET) < 0 ? taken.askAgain() : SAFETY_NET;
        } catch (RedisUnavailable e) {
            LOG.log(Level.WARNING, "cannot take: {0}", e.getMessage());
            return SAFETY_NET;
        }
    }

    private List<Offer> offers() {
        return capacities.get().stream()
                .map(capacity -> new Offer(
                        capacity.target(),
                        capacity.keys(),
                        capacity.primary(),
                        capacity.slots() - running.count(capacity.target()),
                        capacity.limits(),
                        capacity.keepsPrefixes()))
                .filter(offer -> offer.slots() > 0)
                .toList();
    }
}
