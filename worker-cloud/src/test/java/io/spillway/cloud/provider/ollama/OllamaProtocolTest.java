package io.spillway.cloud.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.cloud.provider.translation.Protocol;
import io.spillway.cloud.provider.translation.ProtocolContract;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.spillway.cloud.provider.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

class OllamaProtocolTest extends ProtocolContract {
    @Override
    protected Protocol protocol() {
        return new OllamaProtocol(endpoint("http://localhost:11434"));
    }

    @Override
    protected List<String> refused() {
        return List.of(
                "{\"n\":2}",
                "{\"logit_bias\":{\"1\":2}}",
                "{\"verbosity\":\"low\"}",
                "{\"reasoning_effort\":\"minimal\"}",
                "{\"tool_choice\":\"required\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x\"}}]}]}",
                "{\"brand_new\":1}");
    }

    @Test
    void saysAChatInItsOwnWords() {
        // When
        JsonNode body = said("""
                {"max_tokens":50,"temperature":0.3,"seed":7,"stop":"a","reasoning_effort":"high","keep_alive":"5m","logprobs":true,
                 "options":{"num_ctx":8192,"temperature":0.9},"response_format":{"type":"json_object"},
                 "tools":[{"type":"function","function":{"name":"f"}}],
                 "messages":[{"role":"developer","content":"A"},{"role":"assistant","content":null,"tool_calls":[
                   {"id":"c1","function":{"name":"f","arguments":"{\\"x\\":1}"}}]},{"role":"tool","tool_call_id":"c1","content":"r"}]}""");
        // Then
        assertThat(body).isEqualTo(json("""
                {"model":"m","stream":false,"format":"json","think":"high","keep_alive":"5m","logprobs":true,
                 "messages":[{"role":"system","content":"A"},
                  {"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{"x":1}}}]},
                  {"role":"tool","content":"r","tool_name":"f"}],
                 "tools":[{"type":"function","function":{"name":"f"}}],
                 "options":{"num_ctx":8192,"temperature":0.3,"seed":7,"num_predict":50,"stop":["a"]}}"""));
    }

    @Test
    void leavesOutToolsThatMustNotBeCalled() {
        // When
        JsonNode body = said("""
                {"tool_choice":"none","tools":[{"type":"function","function":{"name":"f"}}],"messages":[]}""");
        // Then
        assertThat(body.has("tools")).isFalse();
    }
}
