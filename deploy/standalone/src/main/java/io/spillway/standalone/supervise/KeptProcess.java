package io.spillway.standalone.supervise;

import io.spillway.standalone.layout.ProcessSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One process that is started again whenever it dies, until told otherwise. Owns its lock and its state. */
final class KeptProcess {
    private final ProcessSpec spec;
    private final Path log;
    private final Runnable changed;

    private @Nullable Process process;
    private @Nullable Thread keeper;
    private int restarts;

    /** @param changed called, on another thread, after each start and each death */
    KeptProcess(ProcessSpec spec, Path log, Runnable changed) {
        this.spec = spec;
        this.log = log;
        this.changed = changed;
    }

    ProcessSpec spec() {
        return spec;
    }

    synchronized void start() {
        if (keeper == null) {
            keeper = Thread.ofVirtual().name("keep-" + spec.name()).start(this::keep);
        }
    }

    /** Ends it for good (until the next {@link #start}): asks first, kills after the grace. */
    void stop(Duration grace) {
        ProcessMark last;
        synchronized (this) {
            Thread stopping = keeper;
            keeper = null;
            if (stopping != null) {
                stopping.interrupt();
            }
            last = mark();
        }
        if (last != null) {
            Ending.end(List.of(last), grace);
        }
        changed.run();
    }

    synchronized ProcessState state() {
        ProcessMark mark = mark();
        List<EngineState> engines = mark == null || !spec.hasEngines() ? List.of() : EngineSearch.below(mark);
        return new ProcessState(spec.name(), spec.stage(), spec.port(), spec.probe(), mark, restarts, engines);
    }

    private synchronized @Nullable ProcessMark mark() {
        return process == null || !process.isAlive() ? null : ProcessMark.of(process.toHandle());
    }

    private void keep() {
        Backoff backoff = new Backoff();
        try {
            while (true) {
                long started = System.nanoTime();
                awaitDeath();
                Duration wait = backoff.after(Duration.ofNanos(System.nanoTime() - started));
                System.out.printf("%s died; it is started again in %d ms%n", spec.name(), wait.toMillis());
                changed.run();
                Thread.sleep(wait);
                countRestart();
            }
        } catch (InterruptedException e) {
            // Told to stop: what runs is ended by who said so.
            Thread.currentThread().interrupt();
        }
    }

    private void awaitDeath() throws InterruptedException {
        Process running = launchIfKept();
        if (running != null) {
            changed.run();
            int code = running.waitFor();
            System.out.printf("%s (pid %d) ended with exit code %d%n", spec.name(), running.pid(), code);
        }
    }

    /** Under the lock that {@link #stop} takes, so that nothing is started behind its back. */
    private synchronized @Nullable Process launchIfKept() throws InterruptedException {
        if (!Thread.currentThread().equals(keeper)) {
            throw new InterruptedException("stopped");
        }
        try {
            LogFile.setAsideIfLong(log);
            ProcessBuilder builder = new ProcessBuilder(spec.command())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(spec.environment());
            process = builder.start();
            return process;
        } catch (IOException e) {
            System.out.printf("%s cannot be started: %s%n", spec.name(), e.getMessage());
            return null;
        }
    }

    private synchronized void countRestart() {
        restarts++;
    }
}
