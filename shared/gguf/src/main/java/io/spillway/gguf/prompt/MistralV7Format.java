package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;

/**
 * Mistral's format since version 7: the system message has marks of its own. See
 * https://huggingface.co/mistralai/Mistral-Large-Instruct-2411#basic-instruct-template-v7.
 */
record MistralV7Format() implements PromptFormat {
    @Override
    public String name() {
        return "mistral-v7";
    }

    @Override
    public String end() {
        return "</s>";
    }

    @Override
    public String write(List<Turn> turns) {
        StringBuilder prompt = new StringBuilder();
        for (Turn turn : turns) {
            switch (turn.role()) {
                case SYSTEM ->
                    prompt.append("[SYSTEM_PROMPT] ").append(turn.text()).append("[/SYSTEM_PROMPT]");
                case USER -> prompt.append("[INST] ").append(turn.text()).append("[/INST]");
                case ASSISTANT -> prompt.append(' ').append(turn.text()).append(end());
            }
        }
        return prompt.toString();
    }
}
