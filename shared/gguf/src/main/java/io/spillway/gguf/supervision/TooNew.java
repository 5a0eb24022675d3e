package io.spillway.gguf.supervision;

import io.spillway.contract.cluster.Target;
import java.util.regex.Pattern;

/** Says of a model that is newer than the llama.cpp that should run it what can. */
final class TooNew {
    /** How llama.cpp speaks of an architecture, a way to split text, or a kind of weights that it does not know. */
    private static final Pattern TELLING =
            Pattern.compile("unknown model architecture|unknown pre-tokenizer|invalid ggml type");

    private TooNew() {}

    /** The reason why a model does not load, with what to do about it if it is too new. */
    static String explained(String reason, Target.Engine engine) {
        return TELLING.matcher(reason).find() ? reason + advice(engine) : reason;
    }

    private static String advice(Target.Engine engine) {
        return switch (engine) {
            case Target.Engine.Binding() ->
                "; the model is newer than java-llama.cpp 4.2.0 (llama.cpp b4916): a current llama-server can run it"
                        + " ('engine: llama-server'), or Ollama or vLLM as a provider";
            case Target.Engine.LlamaServer(String command) ->
                "; the model is newer than " + command + ": a newer llama-server can run it, or Ollama or vLLM as a"
                        + " provider";
        };
    }
}
