package io.spillway.worker;

import io.spillway.contract.call.ProviderReport;
import io.spillway.contract.call.Serving;
import io.spillway.contract.wire.Wire;
import io.spillway.contract.wire.WorkerOrder;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does what operators ask of this worker: take no more jobs, look at a provider again. What it has done it reports at once. */
final class Orders implements Runnable {
    private static final Logger LOG = System.getLogger(Orders.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final StateTable state;
    private final String worker;
    private final Serving serving;
    private final Runnable report;
    private final Map<String, Instant> obeyed = new ConcurrentHashMap<>();
    private final AtomicBoolean news = new AtomicBoolean();
    private volatile boolean leaving;
    private boolean drained;

    /** @param report tells the cluster how this worker is */
    Orders(StateTable state, String worker, Serving serving, Runnable report) {
        this.state = state;
        this.worker = worker;
        this.serving = serving;
        this.report = report;
    }

    void start(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(this, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** This process is about to end. */
    void leaving() {
        leaving = true;
    }

    /** Whether this worker takes no more jobs: it is about to end, or an operator does not want it to for now. */
    boolean draining() {
        return leaving || drainedByHand();
    }

    private boolean drainedByHand() {
        return state.get(WorkerOrder.drain(worker)).isPresent();
    }

    @Override
    public void run() {
        boolean now = drainedByHand();
        if (now != drained) {
            LOG.log(Level.INFO, now ? "takes no more jobs: drained by hand" : "takes jobs again");
            drained = now;
            news.set(true);
        }
        // One that has not been found yet since the start is not among these: its first look is under way.
        List.copyOf(serving.providers()).stream().map(ProviderReport::provider).forEach(this::lookIfAsked);
        if (news.getAndSet(false)) {
            report.run();
        }
    }

    private void lookIfAsked(String provider) {
        state.get(WorkerOrder.look(provider))
                .map(text -> Wire.value(text, WorkerOrder.class).at())
                .filter(order -> !order.equals(obeyed.put(provider, order)))
                .ifPresent(order -> Thread.ofVirtual().name("look").start(() -> look(provider, order)));
    }

    private void look(String provider, Instant order) {
        try {
            serving.look(provider, order);
            news.set(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the order to drain out of the log: nobody will ever have this worker's id again. */
    void forget() {
        try {
            state.remove(WorkerOrder.drain(worker));
        } catch (LogUnavailable e) {
            LOG.log(Level.INFO, "the order to drain stays in the log: {0}", e.getMessage());
        }
    }
}
