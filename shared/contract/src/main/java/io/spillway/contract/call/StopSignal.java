package io.spillway.contract.call;

import java.util.ArrayList;
import java.util.List;

/** Tells a running call to stop: its job was cancelled, ran too long, or the worker gives it back. Thread-safe. */
public final class StopSignal {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean stopped;

    /** Whether the call is to stop. */
    public synchronized boolean stopped() {
        return stopped;
    }

    /** Runs {@code action} once when the call is to stop; at once if it is already. */
    public void onStop(Runnable action) {
        synchronized (this) {
            if (!stopped) {
                listeners.add(action);
                return;
            }
        }
        action.run();
    }

    /** Asks the call to stop; the second time does nothing. */
    public void stop() {
        List<Runnable> due;
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
            due = List.copyOf(listeners);
            listeners.clear();
        }
        due.forEach(Runnable::run);
    }
}
