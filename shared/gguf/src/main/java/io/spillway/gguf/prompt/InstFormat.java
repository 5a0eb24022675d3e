package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;

/**
 * The [INST] formats of Llama 2 and Mistral: a turn is everything up to and with an assistant's message. See
 * https://huggingface.co/blog/llama2#how-to-prompt-llama-2 and
 * https://github.com/mistralai/cookbook/blob/main/concept-deep-dive/tokenization/chat_templates.md.
 *
 * @param open what begins the first turn
 * @param reopen what begins a later one
 * @param beforeSystem what stands before a system message, and {@code afterSystem} behind it
 * @param close what stands behind a user's message
 * @param beforeAnswer what stands before an assistant's message
 */
record InstFormat(
        String name,
        String open,
        String reopen,
        String beforeSystem,
        String afterSystem,
        String close,
        String beforeAnswer,
        boolean trimmed)
        implements PromptFormat {
    static InstFormat of(Marks marks) {
        if (marks.has("' [INST] ' + system_message") || marks.has("[AVAILABLE_TOOLS]")) {
            if (marks.has(" [INST]")) {
                return new InstFormat("mistral-v1", " [INST] ", " [INST] ", "", "\n\n", " [/INST]", " ", false);
            }
            if (marks.has("\"[INST]\"")) {
                return new InstFormat("mistral-v3-tekken", "[INST]", "[INST]", "", "\n\n", "[/INST]", "", false);
            }
            return new InstFormat("mistral-v3", "[INST] ", "[INST] ", "", "\n\n", "[/INST]", " ", true);
        }
        boolean trimmed = marks.has("content.strip()");
        if (!marks.has("<<SYS>>") && !trimmed) {
            return new InstFormat("llama2", "[INST] ", "[INST] ", "", "\n", " [/INST]", "", false);
        }
        String reopen = !trimmed && marks.has("bos_token + '[INST]") ? "<s>[INST] " : "[INST] ";
        return new InstFormat("llama2-sys", "[INST] ", reopen, "<<SYS>>\n", "\n<</SYS>>\n\n", " [/INST]", "", trimmed);
    }

    @Override
    public String end() {
        return "</s>";
    }

    @Override
    public String write(List<Turn> turns) {
        StringBuilder prompt = new StringBuilder();
        boolean inside = false;
        for (Turn turn : turns) {
            if (!inside) {
                prompt.append(prompt.isEmpty() ? open : reopen);
                inside = true;
            }
            String text = trimmed ? turn.text().strip() : turn.text();
            switch (turn.role()) {
                case SYSTEM -> prompt.append(beforeSystem).append(text).append(afterSystem);
                case USER -> prompt.append(text).append(close);
                case ASSISTANT -> {
                    prompt.append(beforeAnswer).append(text).append(end());
                    inside = false;
                }
            }
        }
        return prompt.toString();
    }
}
