package io.spillway.gateway.watching;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One waiter's ear, for a job or whatever else changes. */
public final class Watch implements AutoCloseable {
    private final Semaphore signals = new Semaphore(0);
    private final Runnable forget;

    /** @param listening takes up the listening and answers with what gives it up */
    public Watch(Function<Watch, Runnable> listening) {
        this.forget = listening.apply(this);
    }

    /** Something changed; the waiter looks now or, if it is not waiting, when it next does. */
    public void wake() {
        signals.release();
    }

    /**
     * Waits until something has changed since the last call, or {@code patience} has passed.
     *
     * @return whether it changed
     */
    public boolean await(Duration patience) throws InterruptedException {
        boolean woken = signals.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        signals.drainPermits();
        return woken;
    }

    @Override
    public void close() {
        forget.run();
    }
}
