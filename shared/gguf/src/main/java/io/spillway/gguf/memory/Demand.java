package io.spillway.gguf.memory;

import io.spillway.contract.call.Waits;
import io.spillway.contract.routing.TargetName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which models jobs wait for, and since when. */
final class Demand {
    private final Map<TargetName, Long> since = new HashMap<>();

    /**
     * Notes what waits now. A plan's jobs wait for the first of its models that is loaded here, and for those before it:
     * what comes behind one that is loaded would only be a second best.
     */
    void note(Waits waits, Set<TargetName> loaded, long now) {
        Set<TargetName> wanted = new HashSet<>();
        for (List<TargetName> plan : waits.plans()) {
            for (TargetName target : plan) {
                wanted.add(target);
                if (loaded.contains(target)) {
                    break;
                }
            }
        }
        since.keySet().retainAll(wanted);
        wanted.forEach(target -> since.putIfAbsent(target, now));
    }

    boolean wants(TargetName target) {
        return since.containsKey(target);
    }

    /** When it began to be wanted; never, as far as can be told, if it is not. */
    long since(TargetName target) {
        return since.getOrDefault(target, Long.MAX_VALUE);
    }
}
