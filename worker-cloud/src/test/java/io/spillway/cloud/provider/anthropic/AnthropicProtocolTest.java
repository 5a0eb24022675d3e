package io.spillway.cloud.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.cloud.provider.translation.Protocol;
import io.spillway.cloud.provider.translation.ProtocolContract;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.spillway.cloud.provider.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

class AnthropicProtocolTest extends ProtocolContract {
    @Override
    protected Protocol protocol() {
        return new AnthropicProtocol(endpoint("https://api.anthropic.com/v1"));
    }

    @Override
    protected List<String> refused() {
        return List.of(
                "{\"seed\":1}",
                "{\"n\":2}",
                "{\"presence_penalty\":0.5}",
                "{\"logit_bias\":{\"1\":2}}",
                "{\"logprobs\":true}",
                "{\"temperature\":1.5}",
                "{\"verbosity\":\"low\"}",
                "{\"modalities\":[\"text\",\"audio\"]}",
                "{\"reasoning_effort\":\"minimal\"}",
                "{\"response_format\":{\"type\":\"json_object\"}}",
                "{\"brand_new\":{}}");
    }

    @Test
    void saysAChatInItsOwnWords() {
        // When
        JsonNode body = said("""
                {"max_completion_tokens":50,"temperature":0.3,"top_p":0.9,"stop":"END","user":"u1","parallel_tool_calls":false,
                 "reasoning_effort":"low","tool_choice":{"type":"function","function":{"name":"f"}},
                 "tools":[{"type":"function","function":{"name":"f","strict":true}}],
                 "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"}}},
                 "messages":[{"role":"system","content":"A"},{"role":"developer","content":[{"type":"text","text":"B"}]},
                  {"role":"user","content":"one"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/y.png"}}]},
                  {"role":"assistant","content":"","tool_calls":[{"id":"c1","function":{"name":"f","arguments":""}},
                   {"id":"c2","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},
                  {"role":"tool","tool_call_id":"c1","content":"r1"},{"role":"tool","tool_call_id":"c2","content":"r2"}]}""");
        // Then
        assertThat(body).isEqualTo(json("""
                {"model":"m","max_tokens":50,"metadata":{"user_id":"u1"},
                 "system":[{"type":"text","text":"A"},{"type":"text","text":"B"}],
                 "messages":[{"role":"user","content":[{"type":"text","text":"one"},
                   {"type":"image","source":{"type":"url","url":"https://x/y.png"}}]},
                  {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{}},
                   {"type":"tool_use","id":"c2","name":"f","input":{"a":1}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"r1"}]},
                   {"type":"tool_result","tool_use_id":"c2","content":[{"type":"text","text":"r2"}]}]}],
                 "tools":[{"name":"f","input_schema":{"type":"object"},"strict":true}],
                 "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},
                 "top_p":0.9,"temperature":0.3,"stop_sequences":["END"],
                 "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}},"effort":"low"}}"""));
    }

    @Test
    void readsWhatIsPeculiarToIt() {
        // When
        JsonNode answer = protocol().dialect().whole(json("""
                {"content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"a"},
                  {"type":"text","text":"b"}],"stop_reason":"model_context_window_exceeded",
                 "usage":{"input_tokens":1,"cache_creation_input_tokens":10,"cache_read_input_tokens":100,"output_tokens":5}}"""));
        // Then
        assertThat(answer.at("/choices/0/message")).isEqualTo(json("""
                {"role":"assistant","content":"ab","reasoning_content":"hm"}"""));
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(111);
    }
}
