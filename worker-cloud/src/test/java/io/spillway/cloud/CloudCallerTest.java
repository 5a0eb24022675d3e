package io.spillway.cloud;

import io.spillway.cloud.provider.Chats;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.testing.provider.ScriptedProvider;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CloudCallerTest {
    @Test
    void sendsACallToTheProviderThatItsTargetNames() {
        // Given
        Target target = Chats.aTarget(Chats.PATIENT);
        try (ScriptedProvider other = ScriptedProvider.start();
                ScriptedProvider named = ScriptedProvider.start();
                CloudCaller caller = caller(target, Map.of("other", other, "scripted", named), List.of("k1", "k2"))) {
            // When
            Outcome outcome = caller.call(Chats.aChat("hi"), _ -> {}, new StopSignal());
            // Then
            assertThat(outcome).isInstanceOf(Outcome.Completed.class);
            assertThat(other.journal().visits()).isEmpty();
            assertThat(named.journal().calls())
                    .singleElement()
                    .satisfies(
                            visit -> assertThat(visit.request().headers()).containsEntry("authorization", "Bearer k1"));
        }
    }

    @Test
    void refusesATargetOfNobody() {
        // Given
        try (CloudCaller caller =
                new CloudCaller(new Cluster(Map.of(), Map.of(), Map.of(), List.of()), InstantSource.system())) {
            // When / Then
            assertThat(caller.call(Chats.aChat("hi"), _ -> {}, new StopSignal()))
                    .isInstanceOf(Outcome.Refused.class);
        }
    }

    private static CloudCaller caller(Target target, Map<String, ScriptedProvider> servers, List<String> keys) {
        Map<String, Provider> providers = new HashMap<>();
        servers.forEach((name, server) -> providers.put(
                name, new Provider(name, Provider.Kind.OPENAI, Optional.of(server.baseUrl()), keys, Optional.empty())));
        return new CloudCaller(
                new Cluster(providers, Map.of(target.name(), target), Map.of(), List.of()), InstantSource.system());
    }
}
