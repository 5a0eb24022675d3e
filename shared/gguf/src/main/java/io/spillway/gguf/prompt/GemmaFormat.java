package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;

/** Gemma's format: no system message, so it goes in front of the next user message. */
record GemmaFormat() implements PromptFormat {
    @Override
    public String name() {
        return "gemma";
    }

    @Override
    public String end() {
        return "<end_of_turn>";
    }

    @Override
    public String write(List<Turn> turns) {
        StringBuilder prompt = new StringBuilder();
        String instructions = "";
        for (Turn turn : turns) {
            String text = turn.text().strip();
            switch (turn.role()) {
                case SYSTEM -> instructions += text + "\n\n";
                case USER -> {
                    message(prompt, "user", instructions + text);
                    instructions = "";
                }
                case ASSISTANT -> message(prompt, "model", text);
            }
        }
        if (!instructions.isEmpty()) {
            message(prompt, "user", instructions.strip());
        }
        return prompt.append("<start_of_turn>model\n").toString();
    }

    private static void message(StringBuilder prompt, String role, String text) {
        prompt.append("<start_of_turn>").append(role).append('\n');
        prompt.append(text).append("<end_of_turn>\n");
    }
}
