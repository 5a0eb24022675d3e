package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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
        return new Disarmed(recognised(template, endOfText));
    }

    /**
     * The format called {@code name} in the configuration, for a file without a template.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    static PromptFormat named(String name, String endOfText) {
        return new Disarmed(
                switch (name) {
                    case "chatml" -> TaggedFormat.chatMl();
                    case "qwen2.5" -> UsualSystem.qwen(UsualSystem.QWEN);
                    case "zephyr" -> TaggedFormat.zephyr(endOfText);
                    case "llama3" -> TaggedFormat.llama3();
                    case "llama3.2" -> Llama32Format.of();
                    case "llama2" -> InstFormat.of(new Marks("<<SYS>>"));
                    case "mistral-v1" -> InstFormat.of(new Marks("' [INST] ' + system_message"));
                    case "phi2" -> LabelledFormat.phi2();
                    case "phi3" -> TaggedFormat.phi3();
                    case "neural-chat" -> LabelledFormat.neuralChat();
                    case "gemma" -> new GemmaFormat();
                    default -> throw new IllegalArgumentException("there is no prompt format '" + name + "'");
                });
    }

    private static PromptFormat recognised(Optional<String> template, String endOfText) {
        Marks marks = new Marks(template.orElse(""));
        if (marks.has("<|im_start|>")) {
            return marks.has("<|im_sep|>") ? TaggedFormat.phi4() : chatMl(marks);
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
            return marks.has("Cutting Knowledge Date") ? Llama32Format.of() : TaggedFormat.llama3();
        }
        if (marks.has("### User:", "### Assistant:")) {
            return LabelledFormat.neuralChat();
        }
        return TaggedFormat.chatMl();
    }

    /** With the system message that the template makes where there is none, if it makes one. */
    private static PromptFormat chatMl(Marks marks) {
        return marks.usualSystem().<PromptFormat>map(UsualSystem::qwen).orElseGet(TaggedFormat::chatMl);
    }

    /** The literal marks in a template. */
    record Marks(String template) {
        private static final Pattern SYSTEM = Pattern.compile("<\\|im_start\\|>system\\\\n([^<'{}\"]+)<\\|im_end\\|>");

        /** Whether all of {@code marks} are there. */
        boolean has(String... marks) {
            return List.of(marks).stream().allMatch(template::contains);
        }

        /** A fixed system message of ChatML: {@code '<|im_start|>system\nYou are …<|im_end|>'}. */
        Optional<String> usualSystem() {
            return SYSTEM.matcher(template)
                    .results()
                    .map(match -> match.group(1))
                    .findFirst();
        }
    }
}
