package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * A format whose template makes a system message where the conversation does not begin with one.
 *
 * @param usual that message
 */
record UsualSystem(String name, PromptFormat inner, String usual) implements PromptFormat {
    /** What Qwen2.5-Instruct's template says, see https://huggingface.co/Qwen/Qwen2.5-0.5B-Instruct. */
    static final String QWEN = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.";

    static UsualSystem qwen(String usual) {
        return new UsualSystem("qwen2.5", TaggedFormat.chatMl(), usual);
    }

    @Override
    public String write(List<Turn> turns) {
        if (!turns.isEmpty() && turns.getFirst().role() == Turn.Role.SYSTEM) {
            return inner.write(turns);
        }
        List<Turn> whole = new ArrayList<>(turns);
        whole.addFirst(new Turn(Turn.Role.SYSTEM, usual));
        return inner.write(whole);
    }

    @Override
    public String end() {
        return inner.end();
    }
}
