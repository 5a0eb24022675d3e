package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;

/** A format into whose messages nobody can smuggle its marks. */
record Disarmed(PromptFormat inner) implements PromptFormat {
    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public String write(List<Turn> turns) {
        return inner.write(ControlTokens.disarmed(turns));
    }

    @Override
    public String end() {
        return inner.end();
    }
}
