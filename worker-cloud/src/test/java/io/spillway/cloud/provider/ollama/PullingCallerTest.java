package io.spillway.cloud.provider.ollama;

import io.spillway.cloud.provider.Chats;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.ProviderFixture;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.translation.TranslatedChat;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import io.spillway.testing.provider.Received;
import io.spillway.testing.provider.Reply;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static io.spillway.cloud.provider.Chats.aChat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PullingCallerTest extends ProviderFixture {
    private static final Reply MISSING = Reply.json(404, "{\"error\":\"model 'vendor-model-1' not found\"}");

    @Override
    protected ModelCaller caller(URI baseUrl, Optional<String> key, Target target, Connections connections) {
        Endpoint endpoint = new Endpoint(baseUrl, key);
        var chat =
                new TranslatedChat(OllamaProtocol::new, endpoint, List.of(target), connections, InstantSource.system());
        return new PullingCaller(chat, new ModelPull(endpoint, connections), List.of(target));
    }

    @Test
    void fetchesAModelThatIsMissingWhileItsTargetRests() {
        // Given
        AtomicBoolean here = new AtomicBoolean();
        provider.script(request -> pulling(request, here, "{\"status\":\"pulling\"}\n{\"status\":\"success\"}\n"));
        ModelCaller caller = caller(Chats.PATIENT);
        // When
        Outcome first = caller.call(aChat("hi"), tokens::add, stop);
        // Then
        assertThat(first).isInstanceOfSatisfying(Outcome.Exhausted.class, resting -> {
            assertThat(resting.kind()).isEqualTo(ExhaustionKind.OVERLOADED);
            assertThat(resting.retryAfter()).isPresent();
        });
        assertThat(provider.journal().awaitVisits(2, SOON)).isTrue();
        assertThat(provider.journal()
                        .calls()
                        .get(1)
                        .request()
                        .json()
                        .path("model")
                        .asText())
                .isEqualTo("vendor-model-1");
        assertThat(caller.call(aChat("hi"), tokens::add, stop)).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void leavesTheTargetWhenItCannotBeFetched() {
        // Given
        provider.script(request -> pulling(request, new AtomicBoolean(), "{\"error\":\"no such manifest\"}\n"));
        ModelCaller caller = caller(Chats.PATIENT);
        // When
        caller.call(aChat("hi"), tokens::add, stop);
        // Then
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(caller.call(aChat("hi"), tokens::add, stop)).isInstanceOf(Outcome.Refused.class));
    }

    private static Reply pulling(Received request, AtomicBoolean here, String progress) {
        if (request.path().endsWith("/api/pull")) {
            here.set(true);
            return Reply.raw(200, "application/x-ndjson", progress);
        }
        return here.get() && progress.contains("success") ? Reply.text("hello") : MISSING;
    }
}
