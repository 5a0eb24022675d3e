package io.spillway.gguf.engine;

import de.kherud.llama.InferenceParameters;
import io.spillway.gguf.protocol.Sampling;

/** Writes OpenAI's sampling fields as llama.cpp's. */
final class SamplingParameters {
    private SamplingParameters() {}

    static InferenceParameters of(String prompt, int maxTokens, Sampling sampling) {
        InferenceParameters parameters = new InferenceParameters(prompt)
                .setNPredict(maxTokens)
                // What a slot has cached changes the batches, and with them the last bits of the numbers.
                .setCachePrompt(!sampling.repeatable());
        sampling.temperature().ifPresent(value -> parameters.setTemperature((float) value));
        sampling.topP().ifPresent(value -> parameters.setTopP((float) value));
        sampling.topK().ifPresent(parameters::setTopK);
        sampling.minP().ifPresent(value -> parameters.setMinP((float) value));
        sampling.repeatPenalty().ifPresent(value -> parameters.setRepeatPenalty((float) value));
        sampling.grammar().ifPresent(parameters::setGrammar);
        sampling.frequencyPenalty().ifPresent(value -> parameters.setFrequencyPenalty((float) value));
        sampling.presencePenalty().ifPresent(value -> parameters.setPresencePenalty((float) value));
        // Never negative: llama.cpp takes -1 for "a random one".
        sampling.seed().ifPresent(value -> parameters.setSeed(Long.hashCode(value) & Integer.MAX_VALUE));
        return parameters;
    }
}
