package io.spillway.contract.routing;

import io.spillway.contract.routing.Residency.Anywhere;
import io.spillway.contract.routing.Residency.Preferred;
import io.spillway.contract.routing.Residency.Required;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ResidencyTest {
    private static final Map<String, String> REGIONS = Map.of("p/us", "us", "p/eu1", "eu", "p/eu2", "eu");
    private static final List<Plan.Choice> ALL =
            Plan.parse("p/us~2000|p/eu1~5|p/nowhere~2000|p/eu2~2000").choices();

    static Stream<Arguments> wishes() {
        return Stream.of(
                arguments(new Anywhere(), "p/us p/eu1 p/nowhere p/eu2"),
                arguments(new Preferred("eu"), "p/eu1 p/eu2 | p/us p/nowhere"),
                arguments(new Preferred("ap"), "p/us p/eu1 p/nowhere p/eu2"),
                arguments(new Required("eu"), "p/eu1 p/eu2"),
                arguments(new Required("us"), "p/us"),
                arguments(new Required("ap"), ""));
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void targetsComeInTheOrderThatTheTenantsRegionAllows(Residency residency, String groups) {
        assertThat(words(residency.groups(ALL, target -> Optional.ofNullable(REGIONS.get(target.value())))))
                .isEqualTo(groups);
    }

    @Test
    void patienceStaysWithItsTarget() {
        // When
        List<List<Plan.Choice>> groups =
                new Required("eu").groups(ALL, target -> Optional.ofNullable(REGIONS.get(target.value())));

        // Then
        assertThat(groups.getFirst().getFirst().patience()).hasMillis(5);
    }

    private static String words(List<List<Plan.Choice>> groups) {
        return groups.stream()
                .map(group ->
                        group.stream().map(choice -> choice.target().value()).collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" | "));
    }
}
