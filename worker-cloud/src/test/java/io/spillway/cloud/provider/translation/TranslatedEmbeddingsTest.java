package io.spillway.cloud.provider.translation;

import io.spillway.cloud.provider.Chats;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.gemini.GeminiEmbeddings;
import io.spillway.cloud.provider.ollama.OllamaEmbeddings;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Usage;
import io.spillway.testing.provider.Received;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import io.spillway.testing.provider.ScriptedProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.spillway.cloud.provider.Chats.PATIENT;
import static io.spillway.cloud.provider.Chats.aCall;
import static io.spillway.cloud.provider.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Embeddings in the vendors' own protocols, over a real socket. */
class TranslatedEmbeddingsTest {
    private static final String TWO = "{\"input\":[\"a\",\"bcd\"],\"dimensions\":3}";

    private final ScriptedProvider provider = ScriptedProvider.start();
    private final Connections connections = new Connections();

    @AfterEach
    void close() {
        connections.close();
        provider.close();
    }

    @Test
    void ollamaEmbedsEveryText() {
        // When
        Outcome outcome = call("ollama", "{\"embeddings\":[[1,2],[3,4]],\"prompt_eval_count\":5}", TWO);
        // Then
        assertThat(sent().path()).isEqualTo("/v1/api/embed");
        assertThat(sent().headers()).containsEntry("authorization", "Bearer k");
        assertThat(sent().json())
                .isEqualTo(json("{\"model\":\"vendor-model-1\",\"truncate\":false,\"input\":[\"a\",\"bcd\"],"
                        + "\"dimensions\":3}"));
        assertThat(((Outcome.Completed) outcome).usage()).isEqualTo(new Usage(5, 0, false));
        assertThat(((Outcome.Completed) outcome).output().body()).isEqualTo(json("""
                {"data":[{"object":"embedding","index":0,"embedding":[1,2]},
                         {"object":"embedding","index":1,"embedding":[3,4]}]}"""));
    }

    @Test
    void geminiEmbedsEveryText() {
        // When
        Outcome outcome = call("gemini", "{\"embeddings\":[{\"values\":[1,2]},{\"values\":[3,4]}]}", TWO);
        // Then
        assertThat(sent().path()).isEqualTo("/v1/models/vendor-model-1:batchEmbedContents");
        assertThat(sent().headers()).containsEntry("x-goog-api-key", "k");
        assertThat(sent().json().path("requests").path(1)).isEqualTo(json("""
                {"model":"models/vendor-model-1","outputDimensionality":3,"content":{"parts":[{"text":"bcd"}]}}"""));
        assertThat(((Outcome.Completed) outcome).usage().estimated()).isTrue();
        assertThat(((Outcome.Completed) outcome)
                        .output()
                        .body()
                        .at("/data/1/embedding/0")
                        .asInt())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ollama | 200 | {\"embeddings\":[]}                        | empty",
                "ollama | 200 | {\"embeddings\":[[1]]}                     | 1 embeddings for 2 texts",
                "ollama | 404 | {\"error\":\"model \\\"x\\\" not found\"}  | refused",
                "ollama | 400 | {\"error\":\"input length exceeds the context length\"} | refused",
                "ollama | 503 | {\"error\":\"server busy\"}                | exhausted",
                "gemini | 200 | {\"embeddings\":[{\"values\":[]},{\"values\":[]}]} | empty",
                "gemini | 200 | {}                                         | transient an answer without embeddings",
                "gemini | 200 | {\"embeddings\":[{\"values\":[\"x\"]},{\"values\":[1]}]} | transient",
                "gemini | 429 | {\"error\":{\"code\":429,\"message\":\"x\"}} | exhausted",
                "gemini | 500 | {\"error\":{\"code\":500,\"message\":\"x\"}} | transient",
            })
    void whatIsNoAnswerIsSaidToBeSo(String kind, int status, String body, String what) {
        // Given
        provider.script(Script.always(Reply.json(status, body)));
        // When
        Outcome outcome = call(kind, TWO);
        // Then
        assertThat(outcome.word() + " " + outcome.detail()).contains(what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"input\":[[1,2]]}                                 | tokens as 'input'",
                "{\"input\":[1,2]}                                   | tokens as 'input'",
                "{\"input\":\"a\",\"encoding_format\":\"base64\"}    | 'encoding_format'",
                "{\"input\":\"a\",\"unheard\":1}                     | 'unheard'",
            })
    void whatThereAreNoWordsForIsRefusedByName(String request, String named) {
        for (String kind : List.of("ollama", "gemini")) {
            // When
            Outcome outcome = call(kind, request);
            // Then
            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
            assertThat(outcome.detail()).contains(named);
        }
        assertThat(provider.journal().visits()).isEmpty();
    }

    private Outcome call(String kind, String answer, String request) {
        provider.script(Script.always(Reply.json(200, answer)));
        return call(kind, request);
    }

    private Outcome call(String kind, String request) {
        Function<Endpoint, EmbeddingProtocol> protocol =
                kind.equals("ollama") ? OllamaEmbeddings::new : GeminiEmbeddings::new;
        Endpoint endpoint = new Endpoint(provider.baseUrl(), Optional.of("k"));
        return new TranslatedEmbeddings(protocol, endpoint, List.of(target()), connections)
                .call(aCall(JobType.EMBEDDING, request), _ -> {}, new StopSignal());
    }

    private static Target target() {
        Target chats = Chats.aTarget(PATIENT);
        return new Target(
                chats.name(),
                chats.model(),
                chats.label(),
                chats.pool(),
                Set.of(JobType.EMBEDDING),
                chats.defaults(),
                chats.timeouts(),
                chats.limits(),
                chats.price(),
                chats.gguf());
    }

    private Received sent() {
        return provider.journal().visits().getFirst().request();
    }
}
