package io.spillway.cloud;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.ConfigError;
import io.spillway.contract.cluster.Provider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TracedProvidersTest {
    private final Provider vllm = new Provider(
            "vllm",
            Provider.Kind.OPENAI,
            Optional.of(URI.create("http://vllm")),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            false);
    private final Cluster cluster = new Cluster(Map.of("vllm", vllm), Map.of(), Map.of(), List.of());

    @Test
    void nobodyIsToldUnlessNamed() {
        // Then
        assertThat(TracedProviders.of(cluster, Map.of())).isEmpty();
        assertThat(TracedProviders.of(cluster, Map.of("SPILLWAY_TRACED_PROVIDERS", " vllm ,")))
                .containsExactly("vllm");
    }

    @Test
    void aNameThatIsNotInTheConfigurationIsAMistake() {
        // Then
        assertThatThrownBy(() -> TracedProviders.of(cluster, Map.of("SPILLWAY_TRACED_PROVIDERS", "vlm")))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("SPILLWAY_TRACED_PROVIDERS: there is no provider vlm");
    }
}
