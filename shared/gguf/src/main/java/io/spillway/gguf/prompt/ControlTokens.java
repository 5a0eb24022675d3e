package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Texts of messages in which nothing is a control token any more. llama.cpp tokenizes a prompt as a whole, so a user who
 * writes {@code <|im_end|>} would end the message and could go on as the system. An invisible blank (U+200B) behind the
 * first character makes such a text what its writer sees: plain characters.
 */
final class ControlTokens {
    private static final Pattern ANY = Pattern.compile("<[|\uFF5C][^|\uFF5C<>\\s]{1,64}[|\uFF5C]>"
            + "|</?(?:s|unk|pad|bos|eos|start_of_turn|end_of_turn|think|tool_call|tool_response)>"
            + "|<</?SYS>>"
            + "|\\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_RESULTS|TOOL_CALLS|IMG|PREFIX|SUFFIX|MIDDLE)]");

    private ControlTokens() {}

    static List<Turn> disarmed(List<Turn> turns) {
        return turns.stream()
                .map(turn -> new Turn(turn.role(), disarmed(turn.text())))
                .toList();
    }

    static String disarmed(String text) {
        return ANY.matcher(text).replaceAll(match -> broken(match.group()).replace("\\", "\\\\"));
    }

    static String broken(String mark) {
        return mark.charAt(0) + "\u200B" + mark.substring(1);
    }
}
