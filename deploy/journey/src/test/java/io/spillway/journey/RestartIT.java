package io.spillway.journey;

import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Invariants;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.Seen;
import io.spillway.testing.provider.Reply;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole cluster goes down, and comes up again on what it left, benches included. The short form is told by
 * {@link CommandLineIT}.
 */
@Order(12)
class RestartIT {
    private final Cluster cluster = Cluster.rough();

    @Test
    @Tag("long")
    void jobsThatWaitWhenEverythingStopsAreFinishedAfterTheNextStart() {
        // Given: jobs that wait, and one that has ended
        cluster.models().always("doomed", Reply.status(429).header("Retry-After", "5"));
        List<Ask> asks = IntStream.range(0, 20)
                .mapToObj(n -> Ask.chat("cloud/doomed", "survive the night #" + n))
                .toList();
        Seen before = cluster.front().ended(cluster.front().accepted(Ask.chat("cloud/plain", "the day before")));
        List<Load.Sent> journal = Load.of(cluster.front(), 20).send(asks);
        String last = Load.accepted(journal).getLast();
        Awaitility.await("the jobs wait")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> cluster.front().look(last).waitingFor().equals("exhausted"));
        // When
        long start = System.nanoTime();
        cluster.stop();
        long stopped = System.nanoTime();
        cluster.models().echo("doomed");
        cluster.start();
        System.out.printf(
                "journey: stopped in %d ms, started in %d ms%n",
                (stopped - start) / 1_000_000, (System.nanoTime() - stopped) / 1_000_000);
        // Then
        Invariants.Figures figures = Invariants.of(cluster, journal).hold(3);
        assertThat(figures.jobs()).isEqualTo(20);
        assertThat(Load.of(cluster.front(), 20).each(Load.accepted(journal), cluster.front()::look))
                .allMatch(seen -> seen.status().equals("completed"));
        assertThat(cluster.front().look(before.id()).body()).isEqualTo(before.body());
    }
}
