package io.spillway.scheduling.simulation;

import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Which keys of which targets must not be called, until when, and how carefully they are tried again. */
final class ModelBenches {
    private static final long ESCALATION_MS = 30_000;
    private static final long ESCALATION_CAP_MS = 300_000;
    private static final int PROVEN = 32;

    /** One scope's bench, a target or a provider, for one key. */
    static final class Bench {
        long until;
        int times;
        long epoch;
        OptionalInt allow = OptionalInt.empty();
        String kind = "";
    }

    /** What is known of a target's key. */
    record Lane(long back, OptionalInt allow, String epoch) {}

    final TreeMap<String, Bench> benches = new TreeMap<>();
    final TreeMap<String, Integer> keys = new TreeMap<>();

    private static List<String> scopes(String target) {
        return List.of(target, target.substring(0, target.indexOf('/')));
    }

    Lane lane(String target, int key) {
        long back = 0;
        OptionalInt allow = OptionalInt.empty();
        Bench own = benches.get(target + "#" + key);
        Bench providers = benches.get(scopes(target).get(1) + "#" + key);
        String epoch = own == null ? "0" : Long.toString(own.epoch);
        if (own != null) {
            back = own.until;
            allow = own.allow;
        }
        if (providers != null) {
            back = Math.max(back, providers.until);
            epoch = epoch + "/" + providers.epoch;
            if (providers.allow.isPresent()) {
                allow = OptionalInt.of(Math.min(allow.orElse(Integer.MAX_VALUE), providers.allow.getAsInt()));
            }
        }
        return new Lane(back, allow, epoch);
    }

    /** When the first of a target's keys is back. */
    long back(String target) {
        long first = Long.MAX_VALUE;
        for (int key = 0; key < keys.getOrDefault(target, 1); key++) {
            first = Math.min(first, lane(target, key).back());
        }
        return first;
    }

    /** Benches; {@code seen} is the epoch, of all scopes, under which the failed call began. */
    void bench(String scope, int key, String kind, long ms, boolean escalate, String seen, long now) {
        Bench bench = benches.computeIfAbsent(scope + "#" + key, _ -> new Bench());
        boolean newer = bench.until <= now || epochOf(scope, seen).equals(Long.toString(bench.epoch));
        int times = escalate && newer ? bench.times + 1 : bench.times;
        long back = now + ms;
        if (escalate) {
            back = newer ? now + Math.min(ESCALATION_MS << Math.min(times - 1, 10), ESCALATION_CAP_MS) : bench.until;
        }
        if (back > bench.until) {
            bench.until = back;
            bench.times = times;
            bench.kind = kind;
            bench.epoch++;
            bench.allow = OptionalInt.of(1);
        }
    }

    private static String epochOf(String scope, String seen) {
        String[] parts = seen.split("/");
        return scope.contains("/") ? parts[0] : parts.length > 1 ? parts[1] : "";
    }

    /** A call that began after the last bench has succeeded. */
    void prove(String target, int key, String epoch, long now) {
        Lane lane = lane(target, key);
        if (lane.allow().isEmpty() || !lane.epoch().equals(epoch)) {
            return;
        }
        for (String scope : scopes(target)) {
            Bench bench = benches.get(scope + "#" + key);
            if (bench != null && bench.allow.isPresent() && bench.until <= now) {
                int allow = bench.allow.getAsInt();
                bench.allow = allow >= PROVEN ? OptionalInt.empty() : OptionalInt.of(allow + 1);
                bench.times = 0;
            }
        }
    }
}
