package io.spillway.cloud.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.outcome.Outcome;
import io.spillway.testing.provider.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.spillway.cloud.provider.Chats.aChatWith;
import static io.spillway.cloud.provider.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

/** The part of the contract that is about what is asked and answered beside plain text. */
public abstract class ProviderShapeContract extends ProviderFixture {
    private static final String TOOLS = """
            "tools":[{"type":"function","function":{"name":"weather","description":"of a town",
              "parameters":{"type":"object","properties":{"town":{"type":"string"}}}}},
             {"type":"function","function":{"name":"clock"}}]""";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callsTools(boolean stream) {
        // Given
        ObjectNode message = (ObjectNode) json("""
                {"role":"assistant","content":"Let me see.","tool_calls":[
                  {"id":"c1","type":"function","function":{"name":"weather","arguments":"{\\"town\\":\\"Bonn\\"}"}},
                  {"id":"c2","type":"function","function":{"name":"clock","arguments":"{}"}}]}""");
        // When
        Outcome outcome = call(
                Reply.message(message, "tool_calls"), aChatWith("{" + TOOLS + ",\"tool_choice\":\"auto\"}", stream));
        // Then
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Completed.class, done -> {
            JsonNode said = done.output().body();
            assertThat(said.path("finish_reason").asText()).isEqualTo("tool_calls");
            assertThat(said.path("text").asText()).isEqualTo("Let me see.");
            assertCall(said.at("/message/tool_calls/0"), "weather", "{\"town\":\"Bonn\"}");
            assertCall(said.at("/message/tool_calls/1"), "clock", "{}");
            assertThat(said.at("/message/tool_calls/0/id").asText())
                    .isNotEqualTo(said.at("/message/tool_calls/1/id").asText());
        });
        assertThat(sent()).contains("\"weather\"", "of a town", "\"town\"", "\"clock\"");
    }

    @Test
    void tellsTheModelWhatAToolSaid() {
        // Given
        var call = aChatWith("{" + TOOLS + "}", false);
        call.request().set("messages", json("""
                [{"role":"system","content":"Be brief."},
                 {"role":"user","content":"How is Bonn?"},
                 {"role":"assistant","content":null,"tool_calls":[
                   {"id":"c1","type":"function","function":{"name":"weather","arguments":"{\\"town\\":\\"Bonn\\"}"}}]},
                 {"role":"tool","tool_call_id":"c1","content":"12 degrees"}]"""));
        // When
        Outcome outcome = call(answer("Cool."), call);
        // Then
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(sent()).contains("Be brief.", "How is Bonn?", "weather", "12 degrees");
    }

    @Test
    void asksForTheShapeOfTheAnswer() {
        // Given
        String format = """
                {"response_format":{"type":"json_schema","json_schema":{"name":"animal","schema":
                  {"type":"object","properties":{"stripes":{"type":"integer"}}}}}}""";
        // When
        Outcome outcome = call(answer("{\"stripes\":4}"), aChatWith(format, false));
        // Then
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(sent()).contains("{\"type\":\"object\",\"properties\":{\"stripes\":{\"type\":\"integer\"}}}");
    }

    @Test
    void showsTheModelAnImage() {
        // Given
        var call = aChatWith("{}", false);
        call.request().set("messages", json("""
                [{"role":"user","content":[{"type":"text","text":"What is this?"},
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,aGVsbG8="}}]}]"""));
        // When
        Outcome outcome = call(answer("A cat."), call);
        // Then
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(sent()).contains("What is this?", "aGVsbG8=");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysThatTheAnswerWasCutAtItsLimit(boolean stream) {
        // Given
        Reply cut = new Reply(
                Duration.ZERO,
                200,
                Map.of(),
                new Reply.Content.Text("and then", "length", true),
                Duration.ZERO,
                new Reply.Ending.Whole());
        // When
        Outcome outcome = call(cut, aChatWith("{\"max_tokens\":2,\"stop\":[\"END\"],\"temperature\":0.5}", stream));
        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Completed.class,
                        done -> assertThat(done.output()
                                        .body()
                                        .path("finish_reason")
                                        .asText())
                                .isEqualTo("length"));
        assertThat(List.of("END", "0.5")).allMatch(sent()::contains);
    }

    private String sent() {
        return provider.journal().calls().getFirst().request().json().toString();
    }

    private static void assertCall(JsonNode call, String name, String arguments) {
        assertThat(call.path("type").asText()).isEqualTo("function");
        assertThat(call.path("id").asText()).isNotBlank();
        assertThat(call.at("/function/name").asText()).isEqualTo(name);
        assertThat(call.at("/function/arguments").asText()).isEqualTo(arguments);
        assertThat(call.has("index")).isFalse();
    }
}
