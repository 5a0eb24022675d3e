package io.spillway.gguf.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How tokens are chosen and when an answer ends, in OpenAI's terms; what is absent is left to llama.cpp.
 *
 * @param maxTokens at least 1; the engine cuts it to what fits the context
 * @param grammar what the answer has to look like, in llama.cpp's notation; written by us, never by a caller
 * @param topLogprobs how many of the likeliest tokens are wanted with each token of the answer, if their logarithmic
 *     probabilities are wanted at all
 */
public record Sampling(
        OptionalInt maxTokens,
        OptionalDouble temperature,
        OptionalDouble topP,
        OptionalInt topK,
        OptionalDouble minP,
        OptionalDouble frequencyPenalty,
        OptionalDouble presencePenalty,
        OptionalDouble repeatPenalty,
        Optional<Long> seed,
        List<String> stop,
        Optional<String> grammar,
        OptionalInt topLogprobs) {
    public Sampling {
        stop = List.copyOf(stop);
    }

    /** Whether the caller expects the same text again for the same request. */
    public boolean repeatable() {
        return seed.isPresent() || temperature.orElse(1) == 0;
    }
}
