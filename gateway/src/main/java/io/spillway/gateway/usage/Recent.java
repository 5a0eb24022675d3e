package io.spillway.gateway.usage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The calls that were read last: the log may hold one twice, shortly after each other, by its worker and by a sweep that
 * gave the worker up.
 */
final class Recent {
    private static final int MOST = 20_000;

    /** Call, and whether it was lost. */
    private final Map<String, Boolean> calls = new LinkedHashMap<>();

    /** What of {@code spent} is new; {@code before} comes between what is remembered and it. */
    Optional<Spent> fresh(Spent spent, Map<String, Boolean> before) {
        Boolean lost = before.getOrDefault(spent.call(), calls.get(spent.call()));
        if (lost == null) {
            return Optional.of(spent);
        }
        return lost && !spent.lost() ? Optional.of(spent.found()) : Optional.empty();
    }

    void add(Map<String, Boolean> more) {
        calls.putAll(more);
        while (calls.size() > MOST) {
            calls.remove(calls.keySet().iterator().next());
        }
    }
}
