package io.spillway.scheduling;

import io.spillway.contract.wire.Wire;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Exhaustions outlive Redis: what this process benches is written to a table that all processes have in memory, and while
 * something lost is being read again, each puts back what it remembers. The pause of a recovery, a renewal interval at
 * least, is many times longer than the time this takes, so nothing is called before.
 */
public final class KeptExhaustions implements BenchWatch, AutoCloseable {
    private static final Logger LOG = System.getLogger(KeptExhaustions.class.getName());
    private static final String PREFIX = "exhaustion:";
    private static final Duration LOOK = Duration.ofMillis(250);
    /** Clocks differ: what is over is kept a little longer. */
    private static final Duration OVER = Duration.ofMinutes(1);

    /** What is kept under keys, in the log and in every process's memory. */
    public interface Table {
        /** A copy of everything whose key begins with {@code prefix}. */
        Map<String, String> all(String prefix);

        /** Writes a value; throws if it was not acknowledged. */
        void put(String key, String value);

        /** Removes a value; throws if that was not acknowledged. */
        void remove(String key);
    }

    private final Scheduler scheduler;
    private final Table table;
    /** One thread, so that a bench and its clearing are written in their order. */
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("kept-exhaustions").daemon().factory());

    private KeptExhaustions(Scheduler scheduler, Table table) {
        this.scheduler = scheduler;
        this.table = table;
    }

    /** Begins to keep what {@code scheduler} benches and to put it back after a loss. */
    public static KeptExhaustions of(Scheduler scheduler, Table table) {
        KeptExhaustions kept = new KeptExhaustions(scheduler, table);
        scheduler.watchBenches(kept);
        kept.thread.scheduleWithFixedDelay(kept::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return kept;
    }

    @Override
    public void benched(Benched bench) {
        write(() -> table.put(name(bench.scope(), bench.key()), Wire.text(bench)));
    }

    @Override
    public void cleared(String scope, int key) {
        write(() -> table.remove(name(scope, key)));
    }

    private static String name(String scope, int key) {
        return PREFIX + scope + "#" + key;
    }

    /** Best effort: Redis knows it, and what is not kept here is only missing after a loss. */
    private void write(Runnable writing) {
        try {
            thread.execute(() -> {
                try {
                    writing.run();
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "exhaustion not kept: {0}", e.getMessage());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(Level.INFO, "exhaustion not kept: this process is stopping");
        }
    }

    private void look() {
        try {
            // More may be lost while a recovery is under way: it is put back each time, which changes nothing if it is
            // there.
            if (scheduler.recovering()) {
                restore();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "exhaustions not put back yet: {0}", e.getMessage());
        }
    }

    private void restore() {
        Map<String, String> all = table.all(PREFIX);
        for (Map.Entry<String, String> entry : all.entrySet()) {
            Benched bench = Wire.value(entry.getValue(), Benched.class);
            if (bench.until().plus(OVER).isBefore(Instant.now())) {
                write(() -> table.remove(entry.getKey()));
            } else {
                scheduler.exhaustions().restore(bench);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
