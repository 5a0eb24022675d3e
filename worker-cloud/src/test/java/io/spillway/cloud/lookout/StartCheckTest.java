package io.spillway.cloud.lookout;

import io.spillway.cloud.provider.Chats;
import io.spillway.cloud.provider.Connections;
import io.spillway.contract.call.ProviderReport;
import io.spillway.contract.call.ProviderReport.State;
import io.spillway.contract.cluster.Provider;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.ScriptedProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class StartCheckTest {
    private final ScriptedProvider server = ScriptedProvider.start();
    private final Connections connections = new Connections();

    @AfterEach
    void close() {
        connections.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Provider.Kind.class,
            names = {"OPENAI", "ANTHROPIC", "OLLAMA"})
    void saysWhetherTheModelsAreKnown(Provider.Kind kind) throws InterruptedException {
        // Given
        server.models("other", "vendor-model-1:latest", "vendor-model-1");
        // When
        ProviderReport ready = look(kind, server.baseUrl(), List.of("k"));
        server.models("other");
        ProviderReport unknown = look(kind, server.baseUrl(), List.of("k"));
        // Then
        assertThat(ready.state()).isEqualTo(State.READY);
        assertThat(unknown)
                .isEqualTo(new ProviderReport("scripted", State.MODEL_UNKNOWN, "it does not list vendor-model-1"));
        assertThat(server.journal().visits()).as("nothing is charged").isEmpty();
    }

    @Test
    void saysThatAKeyIsMissingOrRefused() throws InterruptedException {
        // Given
        server.looked(Reply.status(401));
        // When
        ProviderReport missing = look(Provider.Kind.OPENAI, server.baseUrl(), List.of());
        ProviderReport refused = look(Provider.Kind.OPENAI, server.baseUrl(), List.of("my-secret"));
        // Then
        assertThat(missing.state()).isEqualTo(State.KEY_MISSING);
        assertThat(refused.state()).isEqualTo(State.KEY_REFUSED);
        assertThat(refused.detail()).doesNotContain("my-secret");
    }

    @Test
    void saysThatNobodyIsThereOrThatItIsNotClear() throws InterruptedException {
        // Given
        server.looked(Reply.status(404));
        // When
        ProviderReport unclear = look(Provider.Kind.OPENAI, server.baseUrl(), List.of("k"));
        ProviderReport nobody = look(Provider.Kind.OPENAI, URI.create("http://no-such-host.invalid/v1"), List.of("k"));
        // Then
        assertThat(unclear.state()).isEqualTo(State.UNCLEAR);
        assertThat(nobody)
                .isEqualTo(new ProviderReport("scripted", State.UNREACHABLE, "the host name does not resolve"));
    }

    @Test
    void aProbeSaysWhatIsWrong() throws InterruptedException {
        // Given
        Provider provider = provider(Provider.Kind.OLLAMA, server.baseUrl(), List.of());
        HttpProbe probe = new HttpProbe(
                provider,
                new Provider.Health("/api/tags", Duration.ofSeconds(60)),
                List.of(Chats.TARGET),
                1,
                connections);
        // When
        Optional<String> well = probe.trouble();
        server.looked(Reply.status(503));
        Optional<String> ill = probe.trouble();
        // Then
        assertThat(well).isEmpty();
        assertThat(ill).contains("GET /api/tags answered 503");
    }

    private ProviderReport look(Provider.Kind kind, URI address, List<String> keys) throws InterruptedException {
        return new StartCheck(provider(kind, address, keys), List.of(Chats.aTarget(Chats.PATIENT)), connections).look();
    }

    private static Provider provider(Provider.Kind kind, URI address, List<String> keys) {
        return new Provider(
                "scripted", kind, Optional.of(address), keys, List.of(), Optional.empty(), Optional.empty(), false);
    }
}
