package io.spillway.embedded;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a server to answer, or for a process to be gone. */
final class Await {
    private static final long POLL_MILLIS = 50;

    private Await() {}

    static void ready(String what, Duration limit, BooleanSupplier answers) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!answers.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(what + " did not answer within " + limit.toSeconds() + " s");
            }
            pause();
        }
    }

    /** As {@link #ready}, but gives up at once when the process has ended. */
    static void readyWhileAlive(String what, Duration limit, Process process, BooleanSupplier answers) {
        ready(what, limit, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(what + " ended with exit code " + process.exitValue());
            }
            return answers.getAsBoolean();
        });
    }

    /** Asks the process to end and kills it if it has not within the limit. */
    static void ended(Process process, Duration limit) {
        process.destroy();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
