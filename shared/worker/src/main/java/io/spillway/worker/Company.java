package io.spillway.worker;

import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Grant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who runs beside whom. A job under which an engine has died is a suspect: it is called when nothing else runs on its
 * target here, and nothing else is called until it is done, so that the next engine it kills is nobody else's.
 */
final class Company {
    private final Map<TargetName, Integer> calls = new HashMap<>();
    private final Map<TargetName, Integer> suspects = new HashMap<>();
    private final Set<TargetName> alone = new HashSet<>();

    /** Waits until the job may be called; answers false if it was told to stop before. */
    synchronized boolean enter(RunningJob job) throws InterruptedException {
        TargetName target = job.grant().target();
        boolean suspect = isSuspect(job.grant());
        job.signal().onStop(this::lookAgain);
        if (suspect) {
            suspects.merge(target, 1, Integer::sum);
        }
        try {
            while (!mayEnter(target, suspect)) {
                if (job.signal().stopped()) {
                    return false;
                }
                wait();
            }
        } finally {
            if (suspect) {
                suspects.computeIfPresent(target, (_, count) -> count == 1 ? null : count - 1);
            }
        }
        calls.merge(target, 1, Integer::sum);
        if (suspect) {
            alone.add(target);
        }
        return true;
    }

    private boolean mayEnter(TargetName target, boolean suspect) {
        return !alone.contains(target) && !(suspect && calls.containsKey(target));
    }

    /** The call has ended. */
    synchronized void leave(RunningJob job) {
        TargetName target = job.grant().target();
        calls.computeIfPresent(target, (_, count) -> count == 1 ? null : count - 1);
        alone.remove(target);
        notifyAll();
    }

    /** Whether a suspect runs on {@code target}, or waits to: nothing more is taken for it meanwhile. */
    synchronized boolean closed(TargetName target) {
        return alone.contains(target) || suspects.containsKey(target);
    }

    private synchronized void lookAgain() {
        notifyAll();
    }

    private static boolean isSuspect(Grant grant) {
        return Steps.crashes(grant) > 0;
    }
}
