package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;
import java.util.Locale;

/**
 * Formats in which every message stands alike between marks that carry its role.
 *
 * @param before what stands before the role's word
 * @param after what stands between the word and the text
 * @param end the mark that ends a message
 * @param between what stands between two messages
 * @param trimmed whether blanks around a text are dropped
 */
record TaggedFormat(String name, String before, String after, String end, String between, boolean trimmed)
        implements PromptFormat {
    static TaggedFormat chatMl() {
        return new TaggedFormat("chatml", "<|im_start|>", "\n", "<|im_end|>", "\n", false);
    }

    static TaggedFormat phi4() {
        return new TaggedFormat("phi4", "<|im_start|>", "<|im_sep|>", "<|im_end|>", "", false);
    }

    static TaggedFormat phi3() {
        return new TaggedFormat("phi3", "<|", "|>\n", "<|end|>", "\n", false);
    }

    static TaggedFormat zephyr(String end) {
        return new TaggedFormat("zephyr", "<|", "|>\n", end, "\n", false);
    }

    static TaggedFormat llama3() {
        return new TaggedFormat("llama3", "<|start_header_id|>", "<|end_header_id|>\n\n", "<|eot_id|>", "", true);
    }

    @Override
    public String write(List<Turn> turns) {
        StringBuilder prompt = new StringBuilder();
        for (Turn turn : turns) {
            prompt.append(before)
                    .append(turn.role().name().toLowerCase(Locale.ROOT))
                    .append(after)
                    .append(trimmed ? turn.text().strip() : turn.text())
                    .append(end)
                    .append(between);
        }
        return prompt.append(before).append("assistant").append(after).toString();
    }
}
