package io.spillway.cloud;

import io.spillway.cloud.provider.Chats;
import io.spillway.contract.call.Serving;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.testing.provider.ScriptedProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CloudServingTest {
    private static final Target TARGET = Chats.aTarget(Chats.PATIENT);

    @Test
    void sendsACallToTheProviderThatItsTargetNamesWithTheKeyItIsTold() {
        // Given
        try (ScriptedProvider other = ScriptedProvider.start();
                ScriptedProvider named = ScriptedProvider.start();
                CloudServing serving = serving(Map.of("other", other, "scripted", named), List.of("k1", "k2"))) {
            // When
            Outcome outcome = serving.caller(TARGET.name(), 1).call(Chats.aChat("hi"), _ -> {}, new StopSignal());
            // Then
            assertThat(outcome).isInstanceOf(Outcome.Completed.class);
            assertThat(other.journal().visits()).isEmpty();
            assertThat(named.journal().calls())
                    .singleElement()
                    .satisfies(
                            visit -> assertThat(visit.request().headers()).containsEntry("authorization", "Bearer k2"));
        }
    }

    @Test
    void offersReserveKeysAfterTheOthersAndOneTurnWhereNoKeyIsWanted() {
        // Given
        try (ScriptedProvider server = ScriptedProvider.start();
                CloudServing keyed = serving(Map.of("scripted", server), List.of("k1", "k2"));
                CloudServing open = serving(Map.of("scripted", server), List.of())) {
            // When
            Serving.Capacity two = keyed.capacities().getFirst();
            Serving.Capacity none = open.capacities().getFirst();
            // Then
            assertThat(two.keys()).isEqualTo(3);
            assertThat(two.primary()).isEqualTo(2);
            assertThat(none.primary()).isEqualTo(1);
        }
    }

    private static CloudServing serving(Map<String, ScriptedProvider> servers, List<String> keys) {
        Map<String, Provider> providers = new HashMap<>();
        servers.forEach((name, server) -> providers.put(
                name,
                new Provider(
                        name,
                        Provider.Kind.OPENAI,
                        Optional.of(server.baseUrl()),
                        keys,
                        List.of("spare"),
                        Optional.empty(),
                        Optional.empty(),
                        false)));
        return new CloudServing(new Cluster(providers, Map.of(TARGET.name(), TARGET), Map.of(), List.of()));
    }
}
