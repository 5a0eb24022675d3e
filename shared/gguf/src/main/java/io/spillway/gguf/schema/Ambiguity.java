package io.spillway.gguf.schema;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * In how many ways an unfinished answer may be on its way at once. llama.cpp follows them all, each with every token of
 * the vocabulary, and they multiply where options lie inside options: a small schema could stop a whole engine.
 */
final class Ambiguity {
    private static final long MOST = 600;

    private final Map<Form, Long> known = new IdentityHashMap<>();

    /** Returns {@code form} if it can be followed. */
    static Form bounded(Form form) throws SchemaRefused {
        if (new Ambiguity().of(form) > MOST) {
            throw new SchemaRefused("a schema with more than " + MOST + " ways open at once");
        }
        return form;
    }

    private long of(Form form) {
        Long seen = known.get(form);
        if (seen != null) {
            return seen;
        }
        long ways = switch (form) {
            case Form.Any _, Form.AnyObject _, Form.Number _, Form.Whole _, Form.Truth _, Form.Text _ -> 1;
            case Form.Constants(var values) -> values.size();
            case Form.Elements elements -> of(elements.element());
            case Form.Members(var members) ->
                Math.max(
                        members.stream().filter(member -> !member.required()).count() + 1,
                        members.stream()
                                .mapToLong(member -> of(member.form()))
                                .max()
                                .orElse(1));
            case Form.Either(var options) ->
                options.stream().mapToLong(this::of).sum();
        };
        known.put(form, Math.min(ways, MOST + 1));
        return ways;
    }
}
