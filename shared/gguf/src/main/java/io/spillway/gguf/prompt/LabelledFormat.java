package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats of models that know no marks: each message stands behind a label in plain words. A line of a message that
 * begins like a label gets an invisible blank inside, so that nobody speaks in another's name.
 *
 * @param end the label at which the model has said enough and begins to speak for the user
 */
record LabelledFormat(String name, String system, String user, String assistant, String end) implements PromptFormat {
    /** See the model card of https://huggingface.co/microsoft/phi-2, which knows no system message. */
    static LabelledFormat phi2() {
        return new LabelledFormat("phi2", "", "Instruct: ", "Output: ", "\nInstruct:");
    }

    /** See the model card of https://huggingface.co/Intel/neural-chat-7b-v3-1. */
    static LabelledFormat neuralChat() {
        return new LabelledFormat("neural-chat", "### System:\n", "### User:\n", "### Assistant:\n", "\n### User:");
    }

    @Override
    public String write(List<Turn> turns) {
        StringBuilder prompt = new StringBuilder();
        for (Turn turn : turns) {
            prompt.append(label(turn.role())).append(unlabelled(turn.text())).append('\n');
        }
        // Generation begins right behind the label; a blank at its end would be a token of its own.
        return prompt.append(assistant.stripTrailing())
                .append(assistant.endsWith("\n") ? "\n" : "")
                .toString();
    }

    private String label(Turn.Role role) {
        return switch (role) {
            case SYSTEM -> system;
            case USER -> user;
            case ASSISTANT -> assistant;
        };
    }

    private String unlabelled(String text) {
        String lines = "\n" + text;
        for (String label :
                Stream.of(system, user, assistant).map(String::strip).toList()) {
            if (!label.isEmpty()) {
                lines = lines.replace("\n" + label, "\n" + ControlTokens.broken(label));
            }
        }
        return lines.substring(1);
    }
}
