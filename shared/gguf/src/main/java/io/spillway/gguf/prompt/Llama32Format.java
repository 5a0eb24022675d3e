package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;

/**
 * Llama 3.1's and 3.2's format: Llama 3's, with a system message that always tells dates. See
 * https://www.llama.com/docs/model-cards-and-prompt-formats/llama3_2/. Today's date is the one that the template falls
 * back to: a real one would give another answer every day, and throw away every cached prompt at midnight.
 */
record Llama32Format(TaggedFormat inner) implements PromptFormat {
    private static final String DATES = "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n";

    static Llama32Format of() {
        return new Llama32Format(TaggedFormat.llama3());
    }

    @Override
    public String name() {
        return "llama3.2";
    }

    @Override
    public String write(List<Turn> turns) {
        boolean given = !turns.isEmpty() && turns.getFirst().role() == Turn.Role.SYSTEM;
        String system = given ? turns.getFirst().text().strip() : "";
        return inner.before() + "system" + inner.after() + DATES + system + end()
                + inner.write(given ? turns.subList(1, turns.size()) : turns);
    }

    @Override
    public String end() {
        return inner.end();
    }
}
