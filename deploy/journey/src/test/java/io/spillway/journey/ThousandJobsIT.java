package io.spillway.journey;

import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Invariants;
import io.spillway.journey.language.Load;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Order(6)
class ThousandJobsIT {
    private final Cluster cluster = Cluster.calm();

    @Test
    void aThousandJobsFiftyAtATimeAllCompleteAndNoneRunsTwice() {
        allComplete(1_000, "cloud/plain");
    }

    @Test
    @Tag("long")
    void tenThousandJobsAllCompleteAndNoneRunsTwice() {
        allComplete(10_000, "cloud/plain");
    }

    @Test
    @Tag("long")
    void aThousandJobsOfTheDemoModelAllComplete() {
        allComplete(1_000, "gguf/demo");
    }

    private void allComplete(int count, String model) {
        // Given: a door that has been open for a while
        assertThat(cluster.front()
                        .ended(cluster.front().accepted(Ask.chat(model, "the first")))
                        .status())
                .isEqualTo("completed");
        List<Ask> asks = IntStream.range(0, count)
                .mapToObj(n -> Ask.chat(model, model + " " + count + " #" + n).maxTokens(10))
                .toList();
        Load load = Load.of(cluster.front(), 50);
        // When
        long start = System.nanoTime();
        List<Load.Sent> journal = load.send(asks);
        long sent = System.nanoTime();
        Invariants.Figures figures = Invariants.of(cluster, journal).hold(1);
        System.out.printf(
                "journey: %d jobs of %s accepted in %d ms, all ended and checked after %d ms%n",
                count, model, (sent - start) / 1_000_000, (System.nanoTime() - start) / 1_000_000);
        // Then
        assertThat(journal).allMatch(Load.Sent.Accepted.class::isInstance);
        int calls = model.startsWith("cloud/") ? count : 0;
        assertThat(figures).isEqualTo(new Invariants.Figures(count, count, count, calls, 0, 0));
    }
}
