package io.spillway.gguf.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.gguf.protocol.Turn;
import io.spillway.gguf.request.ChatRequest.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChatRequestTest {
    @Test
    void readsMessagesWithTextsAndParts() throws JsonProcessingException {
        // When
        Reading reading = read(json("""
                {"messages": [
                  {"role": "developer", "content": "Be kind."},
                  {"role": "user", "content": [{"type": "text", "text": "Hi "}, {"type": "text", "text": "there"}]},
                  {"role": "assistant", "content": null}],
                 "max_tokens": 9, "max_completion_tokens": 5, "stop": "x", "seed": 1, "temperature": 0.5,
                 "response_format": {"type": "text"}, "n": 1, "logprobs": false, "tools": [], "user": "somebody"}"""));

        // Then
        assertThat(reading).isInstanceOfSatisfying(Reading.Readable.class, readable -> {
            assertThat(readable.chat().turns())
                    .containsExactly(
                            new Turn(Turn.Role.SYSTEM, "Be kind."),
                            new Turn(Turn.Role.USER, "Hi there"),
                            new Turn(Turn.Role.ASSISTANT, ""));
            assertThat(readable.chat().sampling().maxTokens()).hasValue(5);
            assertThat(readable.chat().sampling().stop()).containsExactly("x");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "tools": [{"type": "function"}]            | tools
            "n": 2                                     | n
            "logprobs": true                           | logprobs
            "response_format": {"type": "grammar"}     | response_format
            "grammar": "root ::= x"                    | grammar
            "logit_bias": {"5": 1}                     | logit_bias
            "tool_choice": "required"                  | tool_choice
            """)
    void whatWeCannotDoIsRefusedByName(String field, String name) throws JsonProcessingException {
        // When
        Reading reading = read(json("{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], " + field + "}"));

        // Then
        assertThat(reading)
                .isEqualTo(new Reading.Unfit(new Outcome.Refused(name + " is not supported by gguf models")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "max_tokens": 0        | max_tokens
            "max_tokens": "many"   | max_tokens
            "temperature": "warm"  | temperature
            "top_p": 3             | top_p
            "seed": 1.5            | seed
            "stop": [1]            | stop
            "top_k": -1            | top_k
            "min_p": 2             | min_p
            "repeat_penalty": 0    | repeat_penalty
            "response_format": {"type": "json_schema"} | response_format.json_schema.schema
            "messages": []         | messages
            "messages": [{"role": "king", "content": "Hi"}] | messages
            "messages": [{"role": "user", "content": 7}]    | messages
            """)
    void mistakesAreRejectedByName(String field, String name) throws JsonProcessingException {
        // When
        Reading reading = read(json("{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], " + field + "}"));

        // Then
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Unfit.class,
                        unfit -> assertThat(unfit.outcome())
                                .isInstanceOfSatisfying(
                                        Outcome.Rejected.class,
                                        rejected ->
                                                assertThat(rejected.detail()).startsWith(name)));
    }

    @Test
    void anImageIsRefused() throws JsonProcessingException {
        // When
        Reading reading =
                read(json("{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\"}]}]}"));

        // Then
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Unfit.class,
                        unfit -> assertThat(unfit.outcome()).isInstanceOf(Outcome.Refused.class));
    }

    private static Reading read(ObjectNode request) {
        return ChatRequest.read(request, new Target.Engine.Binding());
    }

    private static ObjectNode json(String text) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(text);
    }
}
