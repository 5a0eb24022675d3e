package io.spillway.standalone.supervise;

import java.time.Duration;

/** How long to wait before a process that died is started again: doubling, until it has stayed up for a while. */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(10);
    static final Duration STEADY = Duration.ofSeconds(30);

    private Duration next = FIRST;

    /** The wait after a process that lived for {@code uptime}. */
    Duration after(Duration uptime) {
        if (uptime.compareTo(STEADY) >= 0) {
            next = FIRST;
        }
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }
}
