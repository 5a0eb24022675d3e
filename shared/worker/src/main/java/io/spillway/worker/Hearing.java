package io.spillway.worker;

import io.spillway.contract.outcome.Allowance;
import io.spillway.contract.outcome.Outcome;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Leases;
import io.spillway.scheduling.RedisUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/**
 * Passes on what a call tells of its target: that it answers again, and what remains of its limits. Nobody waits for it,
 * and what does not arrive is told by the next call.
 */
final class Hearing {
    private static final Logger LOG = System.getLogger(Hearing.class.getName());

    private final Leases leases;

    Hearing(Leases leases) {
        this.leases = leases;
    }

    /** The first content of a call has come, whose key proves itself after an exhaustion. */
    void content(Grant grant) {
        tell(grant, () -> leases.answers(grant));
    }

    /** A call has ended. */
    void ended(Grant grant, Outcome outcome) {
        if (outcome instanceof Outcome.Completed completed) {
            completed.allowance().ifPresent(said -> tell(grant, () -> leases.remains(grant, said, age(said))));
        }
    }

    /** Both moments are this process's: its clock may be wrong, if only it goes on. */
    private static Duration age(Allowance said) {
        Duration age = Duration.between(said.saidAt(), Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static void tell(Grant grant, Runnable call) {
        Thread.ofVirtual().name("hearing").start(() -> {
            try {
                call.run();
            } catch (RedisUnavailable e) {
                LOG.log(Level.DEBUG, "not told target={0}: {1}", grant.target(), e.getMessage());
            }
        });
    }
}
