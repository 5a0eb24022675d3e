package io.spillway.scheduling.simulation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What Redis holds, or should: each key's name without the root, and its fields or members. */
record Snapshot(TreeMap<String, TreeMap<String, String>> keys) {
    private static final TreeMap<String, String> NOTHING = new TreeMap<>();
    private static final Set<String> KEPT = Set.of(
            "job",
            "tags",
            "bench",
            "benched",
            "keys",
            "calls",
            "tokens",
            "offsets",
            "marks",
            "counts",
            "kept",
            "workers",
            "worker",
            "idem",
            "listed",
            "fading",
            "quota",
            "queued",
            "reserved",
            "limits");

    /** From the answer of {@code snapshot.lua}. */
    static Snapshot of(Object answer) {
        TreeMap<String, TreeMap<String, String>> keys = new TreeMap<>();
        for (Object row : (List<?>) answer) {
            List<?> pair = (List<?>) row;
            List<?> flat = (List<?>) pair.get(1);
            TreeMap<String, String> fields = new TreeMap<>();
            for (int i = 0; i < flat.size(); i += 2) {
                fields.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
            }
            keys.put(String.valueOf(pair.get(0)), fields);
        }
        return new Snapshot(keys);
    }

    TreeMap<String, String> key(String name) {
        return keys.getOrDefault(name, NOTHING);
    }

    Set<String> names(String prefix) {
        return keys.subMap(prefix, prefix + Character.MAX_VALUE).keySet();
    }

    Map<String, TreeMap<String, String>> jobs() {
        return names("job:").stream().collect(Collectors.toMap(name -> name.substring(4), this::key));
    }

    TreeMap<String, String> job(String id) {
        return key("job:" + id);
    }

    /** The part of a name before its first colon. */
    static String kind(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    static double number(String text) {
        return Double.parseDouble(text);
    }

    /** Whether a key is none of those that may stay when no job is open. */
    static boolean isLeftover(String name) {
        return !KEPT.contains(kind(name));
    }
}
