package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.ProviderFixture;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Allowance;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Usage;
import io.spillway.testing.provider.Received;
import io.spillway.testing.provider.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static io.spillway.cloud.provider.Chats.PATIENT;
import static io.spillway.cloud.provider.Chats.aChat;
import static io.spillway.cloud.provider.Chats.aChatWith;
import static io.spillway.cloud.provider.Chats.aStreamedChat;
import static io.spillway.cloud.provider.Chats.aTarget;
import static io.spillway.cloud.provider.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

class OpenAiChatTest extends ProviderFixture {
    @Override
    protected ModelCaller caller(URI baseUrl, Optional<String> key, Target target, Connections connections) {
        return new OpenAiChat(new Endpoint(baseUrl, key), List.of(target), connections, InstantSource.system());
    }

    @Test
    void sendsTheRequestAsItIs() {
        // Given
        String fields = "{\"temperature\":0.1,\"a_new_field\":{\"deep\":[1,2.50]},\"seed\":null}";
        // When
        call(Reply.text("ok"), aChatWith(fields, false));
        // Then
        Received request = provider.journal().calls().getFirst().request();
        assertThat(request.path()).isEqualTo("/v1/chat/completions");
        assertThat(request.json()).isEqualTo(json("""
                {"temperature":0.1,"a_new_field":{"deep":[1,2.50]},"seed":null,"model":"vendor-model-1",
                 "messages":[{"role":"user","content":"hello"}]}"""));
        assertThat(request.headers()).containsEntry("authorization", "Bearer " + KEY);
    }

    @Test
    void asksForAStreamOnlyIfSomebodyFollowsIt() {
        // When
        call(Reply.text("ok"), aChatWith("{\"stream_options\":{\"x\":1}}", true));
        call(Reply.text("ok"), aChatWith("{\"stream_options\":{\"x\":1}}", false));
        // Then
        var calls = provider.journal().calls();
        assertThat(calls.get(0).request().json().path("stream").asBoolean()).isTrue();
        assertThat(calls.get(0).request().json().path("stream_options"))
                .isEqualTo(json("{\"x\":1,\"include_usage\":true}"));
        assertThat(calls.get(1).request().json().has("stream")).isFalse();
        assertThat(calls.get(1).request().json().has("stream_options")).isFalse();
    }

    @Test
    void fillsInTheTargetsDefaults() {
        // Given
        Target target = aTarget(PATIENT, (ObjectNode) json("{\"temperature\":0.7,\"top_p\":0.9,\"max_tokens\":5}"));
        ModelCall call = aChatWith("{\"temperature\":0.1,\"top_p\":null}", false);
        // When
        caller(provider.baseUrl(), Optional.empty(), target, connections).call(call, tokens::add, stop);
        // Then
        Received request = provider.journal().calls().getFirst().request();
        assertThat(request.json().path("temperature").asDouble()).isEqualTo(0.1);
        assertThat(request.json().path("top_p").asDouble()).isEqualTo(0.9);
        assertThat(request.json().path("max_tokens").asInt()).isEqualTo(5);
        assertThat(request.headers()).as("no key, no header").doesNotContainKey("authorization");
    }

    @Test
    void passesOnWhatRemainsOfTheLimits() {
        for (boolean stream : new boolean[] {false, true}) {
            // Given
            Reply reply = Reply.text("ok")
                    .header("x-ratelimit-limit-requests", "500")
                    .header("x-ratelimit-remaining-requests", "499")
                    .header("x-ratelimit-reset-requests", "120ms")
                    .header("x-ratelimit-remaining-tokens", "0")
                    .header("x-ratelimit-reset-tokens", "6m0s");
            // When
            Outcome.Completed outcome = (Outcome.Completed) call(reply, aChatWith("{}", stream));
            // Then
            Allowance said = outcome.allowance().orElseThrow();
            assertThat(said.requests())
                    .contains(new Allowance.Window(OptionalLong.of(500), 499, Duration.ofMillis(120)));
            assertThat(said.tokens()).contains(new Allowance.Window(OptionalLong.empty(), 0, Duration.ofMinutes(6)));
        }
    }

    @Test
    void limitsThatCannotBeAreAsGoodAsNone() {
        // Given
        Reply reply = Reply.text("ok")
                .header("x-ratelimit-limit-requests", "5")
                .header("x-ratelimit-remaining-requests", "6")
                .header("x-ratelimit-reset-requests", "1s")
                .header("x-ratelimit-remaining-tokens", "many")
                .header("x-ratelimit-reset-tokens", "1s");
        // When
        Outcome.Completed outcome = (Outcome.Completed) call(reply, aChatWith("{}", false));
        // Then
        assertThat(outcome.allowance()).isEmpty();
    }

    @Test
    void aKeyThatNoHeaderCanCarryIsSaidWithoutIt() {
        // Given
        ModelCaller caller = caller(provider.baseUrl(), Optional.of("sk-1\nx"), aTarget(PATIENT), connections);
        // When
        Outcome outcome = caller.call(aChat("hi"), tokens::add, stop);
        // Then
        assertThat(outcome)
                .isEqualTo(new Outcome.Exhausted(
                        ExhaustionKind.AUTH,
                        Optional.empty(),
                        "the API key holds characters that no header can carry"));
    }

    @Test
    void passesOnWhatItDoesNotKnow() {
        // Given
        ObjectNode message = (ObjectNode) json("""
                {"role":"assistant","content":"a","reasoning_content":"hm","annotations":[{"url":"u"}]}""");
        for (boolean stream : new boolean[] {false, true}) {
            // When
            Outcome outcome = call(Reply.message(message.deepCopy(), "stop"), aChatWith("{}", stream));
            // Then
            assertThat(((Outcome.Completed) outcome).output().body().path("message"))
                    .isEqualTo(message);
        }
    }

    @Test
    void putsToolCallsTogether() {
        // When
        Outcome outcome = stream("""
                {"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":""}}]}}]}
                {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"a\\""}}]}}]}
                {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]}}]}
                {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}
                {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}
                [DONE]""");
        // Then
        JsonNode body = ((Outcome.Completed) outcome).output().body();
        assertThat(body.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(body.path("message").path("tool_calls")).isEqualTo(json("""
                [{"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}},
                 {"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]"""));
    }

    @Test
    void keepsToolCallsApartThatShareAnIndex() {
        // When
        Outcome outcome = stream("""
                {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"{}"}}]}}]}
                {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c2","function":{"name":"g","arguments":"{}"}}]},"finish_reason":"stop"}]}
                [DONE]""");
        // Then
        assertThat(((Outcome.Completed) outcome).output().body().at("/message/tool_calls"))
                .hasSize(2);
    }

    @Test
    void keepsEveryChoice() {
        // When
        Outcome outcome = stream("""
                {"choices":[{"index":1,"delta":{"content":"B"}},{"index":0,"delta":{"content":"A"},"logprobs":{"content":[{"token":"A"}]}}]}
                {"choices":[{"index":0,"delta":{"content":"a"},"logprobs":{"content":[{"token":"a"}]},"finish_reason":"length"}]}
                {"choices":[{"index":1,"delta":{},"finish_reason":"stop"}]}
                {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}
                [DONE]""");
        // Then
        Outcome.Completed done = (Outcome.Completed) outcome;
        assertThat(done.output().text()).isEqualTo("Aa");
        assertThat(done.output().body().path("finish_reason").asText()).isEqualTo("length");
        assertThat(done.output().body().at("/choices/1/message/content").asText())
                .isEqualTo("B");
        assertThat(done.output().body().at("/logprobs/content")).hasSize(2);
        assertThat(done.usage()).isEqualTo(new Usage(3, 4, false));
        assertThat(tokens).containsExactly("A", "a");
    }

    @Test
    void readsAStreamHoweverItIsCut() {
        // Given
        String stream = """
                \uFEFF: hello

                event: chunk
                data: {"choices":[{"index":0,
                data: "delta":{"content":"Grüße 🎉"}}]}

                data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                data: [DONE]

                """.replace("\n", "\r\n");
        List<byte[]> bytes = new ArrayList<>();
        for (byte b : stream.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(new byte[] {b});
        }
        // When
        Outcome outcome = call(Reply.pieces("text/event-stream; charset=utf-8", bytes), aStreamedChat("hi"));
        // Then
        assertThat(((Outcome.Completed) outcome).output().text()).isEqualTo("Grüße 🎉");
    }

    @Test
    void passesOnWholeCharacters() {
        // When
        stream("""
                {"choices":[{"index":0,"delta":{"content":"a\\ud83c"}}]}
                {"choices":[{"index":0,"delta":{"content":"\\udf89b"},"finish_reason":"stop"}]}
                [DONE]""");
        // Then
        assertThat(tokens).containsExactly("a", "🎉b");
    }

    @Test
    void anAnswerWithoutDoneIsWholeOnceItHasItsReason() {
        // When
        Outcome whole =
                stream("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}");
        Outcome half = stream("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}");
        // Then
        assertThat(whole).isInstanceOf(Outcome.Completed.class);
        assertThat(half).isEqualTo(new Outcome.Transient("the stream ended before the answer was complete"));
    }

    @Test
    void seesErrorsInsideAnswers() {
        // Given
        String openRouter =
                "{\"error\":{\"code\":429,\"message\":\"slow down\",\"metadata\":{\"retry_after_seconds\":17}}}";
        String inChoice =
                "{\"choices\":[{\"index\":0,\"error\":{\"code\":502,\"message\":\"gone\"},\"finish_reason\":\"error\"}]}";
        String late = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n";
        String vllm =
                "{\"error\":{\"message\":\"maximum context length is 10\",\"type\":\"BadRequestError\",\"code\":400}}";
        // When / Then
        for (Outcome outcome : List.of(
                call(Reply.json(200, openRouter), aChat("hi")), stream(openRouter), stream(late + openRouter))) {
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Exhausted.class, exhausted -> {
                assertThat(exhausted.kind()).isEqualTo(ExhaustionKind.RATE_LIMITED);
                assertThat(exhausted.retryAfter()).map(Duration::toSeconds).contains(17L);
            });
        }
        assertThat(call(Reply.json(200, inChoice), aChat("hi"))).isInstanceOf(Outcome.Transient.class);
        assertThat(stream(inChoice)).isInstanceOf(Outcome.Transient.class);
        assertThat(stream(late + vllm)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aRefusalInWordsIsOne() {
        // Given
        String filtered = "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"content_filter\"}]}";
        String declined =
                "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"No.\"},\"finish_reason\":\"stop\"}]}";
        // When / Then
        assertThat(call(Reply.json(200, filtered), aChat("hi"))).isInstanceOf(Outcome.Refused.class);
        assertThat(call(Reply.json(200, declined), aChat("hi"))).isInstanceOf(Outcome.Refused.class);
    }

    private Outcome stream(String events) {
        tokens.clear();
        String text = events.lines().map(line -> "data: " + line + "\n\n").reduce("", String::concat);
        return call(Reply.raw(200, "text/event-stream", text), aStreamedChat("hi"));
    }
}
