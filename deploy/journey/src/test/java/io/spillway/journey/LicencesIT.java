package io.spillway.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.journey.language.Cluster;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in the applications is named in their bills of materials, and may be given on with them. */
@Order(0)
class LicencesIT {
    /** Those that ask for no more than to be named; of a component under several, one of these is enough. */
    private static final Set<String> ALLOWED = Set.of(
            "Apache-2.0",
            "MIT",
            "MIT-0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "Public Domain",
            "EPL-1.0",
            "EPL-2.0");

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "worker-cloud", "worker-local"})
    void everyComponentMayBeGivenOn(String application) throws IOException {
        // Given
        JsonNode bill = new ObjectMapper()
                .readTree(Cluster.root()
                        .resolve(application)
                        .resolve("target/sbom/sbom.json")
                        .toFile());
        // When
        Set<String> others = new TreeSet<>();
        for (JsonNode component : bill.path("components")) {
            List<String> licences = licences(component);
            if (licences.stream().noneMatch(ALLOWED::contains)) {
                others.add(component.path("purl").asText() + " " + licences);
            }
        }
        // Then
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.path("components").size()).isGreaterThan(100);
        assertThat(others).isEmpty();
    }

    private static List<String> licences(JsonNode component) {
        return StreamSupport.stream(component.path("licenses").spliterator(), false)
                .map(entry -> entry.has("expression")
                        ? entry.path("expression").asText()
                        : entry.path("license")
                                .path("id")
                                .asText(entry.path("license").path("name").asText()))
                .toList();
    }
}
