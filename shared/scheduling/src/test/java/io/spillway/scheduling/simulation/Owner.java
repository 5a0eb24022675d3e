package io.spillway.scheduling.simulation;

import io.spillway.contract.wire.LogView;
import java.util.List;

/**
 * Has one partition of one topic in its care and does with it what the consumers of the real log do: apply first what
 * was polled, then ask the view where to go on if it has lost something, and seek whenever it says so.
 */
final class Owner<T> {
    /** Applies a batch, to the real view and the model. */
    interface Applying<T> {
        long apply(LogView view, Logs.Lane<T> lane, long from, List<LogView.Entry> batch);
    }

    private final Twin twin;
    private final LogView view;
    private final Applying<T> applying;
    final Logs.Lane<T> lane;
    private boolean resumed;
    private long position;
    private long readFrom;
    private long endSeen;

    Owner(Twin twin, LogView view, Logs.Lane<T> lane, Applying<T> applying) {
        this.twin = twin;
        this.view = view;
        this.lane = lane;
        this.applying = applying;
    }

    /** A rebalance took the partition away and gave it back. */
    void rebalance() {
        resumed = false;
    }

    /** Whether it has applied everything there is. */
    boolean isCaughtUp() {
        return resumed && position == lane.end();
    }

    boolean isRecovering() {
        return view.recovering();
    }

    /** One turn of the loop. @param stale whether the log's end was read some time before it is used */
    void turn(int most, boolean stale) {
        long end = stale ? Math.max(endSeen, resumed ? 0 : position) : lane.end();
        endSeen = lane.end();
        List<LogView.Entry> batch = resumed ? lane.read(position, most) : List.of();
        if (!batch.isEmpty()) {
            long next = applying.apply(view, lane, readFrom, batch);
            position = next;
            readFrom = next;
        }
        if (!resumed || view.recovering()) {
            long next = twin.resume(view, lane, end);
            if (!resumed || next != position) {
                position = next;
                readFrom = next;
            }
            resumed = true;
        }
    }
}
