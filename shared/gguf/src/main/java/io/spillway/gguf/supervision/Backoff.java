package io.spillway.gguf.supervision;

import java.time.Duration;

/** A pause that doubles with each failure in a row. */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private int failures;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** The pause after one more failure. */
    Duration next() {
        Duration pause = first.multipliedBy(1L << Math.min(failures, 20));
        failures++;
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    void reset() {
        failures = 0;
    }
}
