package io.spillway.gateway.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cluster as an operator sees it at one moment: of each part its rows by name, in their order. A row has the shape
 * that {@code /ops} gives it, less what changes with every look.
 */
record Panorama(Instant at, Map<Part, Map<String, JsonNode>> rows) {
    /** Nothing seen yet. */
    static final Panorama NOTHING = new Panorama(Instant.EPOCH, Map.of());

    /**
     * What is new.
     *
     * @param rows those that were not so before
     * @param gone the names of those that are no more
     */
    record News(Map<Part, List<JsonNode>> rows, Map<Part, List<String>> gone) {
        boolean isEmpty() {
            return rows.isEmpty() && gone.isEmpty();
        }
    }

    /** The rows of {@code part}. */
    Map<String, JsonNode> of(Part part) {
        return rows.getOrDefault(part, Map.of());
    }

    /** What this one shows that {@code before} did not. */
    News since(Panorama before) {
        Map<Part, List<JsonNode>> changed = new EnumMap<>(Part.class);
        Map<Part, List<String>> gone = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            Map<String, JsonNode> old = before.of(part);
            keep(
                    changed,
                    part,
                    new LinkedHashMap<>(of(part))
                            .entrySet().stream()
                                    .filter(row -> !row.getValue().equals(old.get(row.getKey())))
                                    .map(Map.Entry::getValue)
                                    .toList());
            keep(
                    gone,
                    part,
                    old.keySet().stream()
                            .filter(name -> !of(part).containsKey(name))
                            .toList());
        }
        return new News(changed, gone);
    }

    private static <T> void keep(Map<Part, List<T>> all, Part part, List<T> some) {
        if (!some.isEmpty()) {
            all.put(part, some);
        }
    }
}
