package io.spillway.cloud.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.cloud.provider.translation.Protocol;
import io.spillway.cloud.provider.translation.ProtocolContract;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.spillway.cloud.provider.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

class GeminiProtocolTest extends ProtocolContract {
    @Override
    protected Protocol protocol() {
        return new GeminiProtocol(endpoint("https://generativelanguage.googleapis.com/v1beta"));
    }

    @Override
    protected List<String> refused() {
        return List.of(
                "{\"logit_bias\":{\"1\":2}}",
                "{\"verbosity\":\"low\"}",
                "{\"modalities\":[\"audio\"]}",
                "{\"reasoning_effort\":\"odd\"}",
                "{\"parallel_tool_calls\":false,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x\"}}]}]}",
                "{\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"c9\",\"content\":\"x\"}]}",
                "{\"brand_new\":1}");
    }

    @Test
    void saysAChatInItsOwnWords() {
        // When
        JsonNode body = said("""
                {"max_tokens":50,"temperature":0.3,"top_p":0.9,"seed":7,"n":2,"stop":["a","b"],"logprobs":true,"top_logprobs":3,
                 "presence_penalty":0.1,"reasoning_effort":"none","tool_choice":{"type":"function","function":{"name":"f"}},
                 "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
                 "safetySettings":[{"category":"c"}],"response_format":{"type":"json_object"},
                 "messages":[{"role":"system","content":"A"},{"role":"user","content":[{"type":"text","text":"one"},
                   {"type":"input_audio","input_audio":{"format":"wav","data":"AAAA"}}]},
                  {"role":"assistant","content":null,"tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{}"},
                   "extra_content":{"google":{"thought_signature":"sig"}}}]},
                  {"role":"tool","tool_call_id":"c1","content":"{\\"t\\":1}"}]}""");
        // Then
        assertThat(body).isEqualTo(json("""
                {"systemInstruction":{"parts":[{"text":"A"}]},
                 "contents":[{"role":"user","parts":[{"text":"one"},{"inlineData":{"mimeType":"audio/wav","data":"AAAA"}}]},
                  {"role":"model","parts":[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"sig"}]},
                  {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"t":1}}}]}],
                 "tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"type":"object"}}]}],
                 "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
                 "generationConfig":{"maxOutputTokens":50,"temperature":0.3,"topP":0.9,"seed":7,"candidateCount":2,
                  "stopSequences":["a","b"],"responseLogprobs":true,"logprobs":3,"presencePenalty":0.1,
                  "responseMimeType":"application/json","thinkingConfig":{"thinkingBudget":0}},
                 "safetySettings":[{"category":"c"}]}"""));
        assertThat(protocol().address("gemini-2.5-flash", true).build().uri().toString())
                .endsWith("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
    }

    @Test
    void readsWhatIsPeculiarToIt() {
        // When
        JsonNode blocked = protocol().dialect().whole(json("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"));
        JsonNode answer = protocol().dialect().whole(json("""
                {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"a"},
                   {"functionCall":{"name":"f","args":{"x":1}},"thoughtSignature":"sig"}]},"finishReason":"STOP",
                  "logprobsResult":{"chosenCandidates":[{"token":"a","logProbability":-0.5}],
                   "topCandidates":[{"candidates":[{"token":"b","logProbability":-1}]}]}}],
                 "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4,"thoughtsTokenCount":5}}"""));
        // Then
        assertThat(blocked.at("/choices/0/finish_reason").asText()).isEqualTo("content_filter");
        assertThat(answer.path("choices").path(0)).isEqualTo(json("""
                {"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":"a","reasoning_content":"hm",
                  "tool_calls":[{"id":"call_0_0","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"},
                   "extra_content":{"google":{"thought_signature":"sig"}}}]},
                 "logprobs":{"content":[{"token":"a","logprob":-0.5,"top_logprobs":[{"token":"b","logprob":-1.0}]}]}}"""));
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(9);
    }
}
