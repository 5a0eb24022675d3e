package io.spillway.gguf.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gguf.protocol.Sampling;

/** Writes what was asked for in llama-server's fields, which are OpenAI's and some of its own. */
final class ChatBody {
    private ChatBody() {}

    static ObjectNode of(Sampling sampling, int most) {
        ObjectNode body = ServerApi.JSON
                .createObjectNode()
                .put("max_tokens", most)
                .put("stream", true)
                // What a slot has cached changes the batches, and with them the last bits of the numbers.
                .put("cache_prompt", !sampling.repeatable());
        body.putObject("stream_options").put("include_usage", true);
        sampling.temperature().ifPresent(value -> body.put("temperature", value));
        sampling.topP().ifPresent(value -> body.put("top_p", value));
        sampling.topK().ifPresent(value -> body.put("top_k", value));
        sampling.minP().ifPresent(value -> body.put("min_p", value));
        sampling.frequencyPenalty().ifPresent(value -> body.put("frequency_penalty", value));
        sampling.presencePenalty().ifPresent(value -> body.put("presence_penalty", value));
        sampling.repeatPenalty().ifPresent(value -> body.put("repeat_penalty", value));
        // Never negative: llama.cpp takes -1 for "a random one".
        sampling.seed().ifPresent(value -> body.put("seed", Long.hashCode(value) & Integer.MAX_VALUE));
        sampling.stop().forEach(body.withArray("stop")::add);
        sampling.grammar().ifPresent(grammar -> body.put("grammar", grammar));
        sampling.topLogprobs().ifPresent(top -> body.put("logprobs", true).put("top_logprobs", top));
        return body;
    }
}
