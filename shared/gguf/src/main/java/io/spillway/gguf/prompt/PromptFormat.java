package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;
import java.util.Optional;

/**
 * One family of prompt formats. A conversation is written out in Java because the binding cannot: its
 * {@code applyTemplate} aborts the process on a conversation that the template refuses (two user messages in a row, for
 * Mistral), and damages characters outside the basic plane.
 */
public interface PromptFormat {
    /** The family's name, as llama.cpp calls it. */
    String name();

    /** The prompt that makes the model give the assistant's next message; without the beginning-of-text token. */
    String write(List<Turn> turns);

    /** The text that ends a message, should the vocabulary not know it as a token. */
    String end();

    /**
     * The format of a model whose Jinja template is {@code template}, recognised by the marks in it as llama.cpp does;
     * ChatML, as in llama.cpp, for a model that does not say or says something unknown.
     *
     * @param endOfText the text of the model's end token
     */
    static PromptFormat of(Optional<String> template, String endOfText) {
        Marks marks = new Marks(template.orElse(""));
        if (marks.has("<|im_start|>")) {
            return marks.has("<|im_sep|>") ? TaggedFormat.phi4() : TaggedFormat.chatMl();
        }
        if (marks.has("[INST]")) {
            return marks.has("[SYSTEM_PROMPT]") ? new MistralV7Format() : InstFormat.of(marks);
        }
        if (marks.has("<|assistant|>", "<|end|>")) {
            return TaggedFormat.phi3();
        }
        if (marks.has("<|user|>")) {
            return TaggedFormat.zephyr(marks.has("<|endoftext|>") ? "<|endoftext|>" : endOfText);
        }
        if (marks.has("<start_of_turn>")) {
            return new GemmaFormat();
        }
        if (marks.has("<|start_header_id|>", "<|end_header_id|>")) {
            return TaggedFormat.llama3();
        }
        return TaggedFormat.chatMl();
    }

    /** The literal marks in a template. */
    record Marks(String template) {
        /** Whether all of {@code marks} are there. */
        boolean has(String... marks) {
            return List.of(marks).stream().allMatch(template::contains);
        }
    }
}
