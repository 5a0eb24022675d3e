package io.spillway.journey;

import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Invariants;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.Resting;
import io.spillway.testing.provider.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static io.spillway.journey.language.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Every target of a route is exhausted, each until a time of its own, while many jobs come in. */
@Order(5)
class AllExhaustedIT {
    private static final int OF_EACH_PRIORITY = 100;
    private static final List<Integer> PRIORITIES = List.of(0, 5, 9);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Cluster cluster = Cluster.calm();
    private final Front front = cluster.front();

    @Test
    void jobsWaitForTheFirstResetInTheirOrderAndNoneFails() {
        // Given: one job finds out that both are exhausted
        Resting early = new Resting(Duration.ofSeconds(12));
        Resting late = new Resting(Duration.ofSeconds(15));
        cluster.models().script("early", early);
        cluster.models().script("late", late);
        Ask scout = Ask.chat("both_resting", "the first to find out").priority(0);
        String first = front.accepted(scout);
        Awaitility.await("both are known to be exhausted")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> front.look(first).path().size() == 2);
        // When
        List<Load.Sent> journal = new ArrayList<>(Load.of(front, 50).send(asks()));
        Instant allIn = Instant.now();
        assertThat(front.look(first)).waitsFor("exhausted");
        journal.add(new Load.Sent.Accepted(scout, first, 1));
        Invariants.Figures figures = Invariants.of(cluster, journal).hold(3);
        Duration after = Duration.between(late.reset(), Instant.now());
        // Then
        assertThat(allIn).as("all jobs were in before the first reset").isBefore(early.reset());
        assertThat(figures.completed()).isEqualTo(journal.size());
        assertThat(figures.calls())
                .as("each job is called once, the first twice more")
                .isEqualTo(journal.size() + 2);
        assertThat(early.tooEarly()).as("calls before the first reset").isEqualTo(1);
        assertThat(late.tooEarly()).as("calls before the second reset").isEqualTo(1);
        assertThat(after).as("until all had ended and were checked").isLessThan(SOON);
        assertThat(lastCall(0))
                .as("the first priority is called before the last")
                .isBefore(firstCall(9));
        System.out.printf("journey: %d exhausted jobs: ended and checked %s after the reset%n", journal.size(), after);
    }

    private static List<Ask> asks() {
        return IntStream.range(0, OF_EACH_PRIORITY * PRIORITIES.size())
                .mapToObj(n -> PRIORITIES.get(n % PRIORITIES.size()))
                .map(AllExhaustedIT::ask)
                .toList();
    }

    private static Ask ask(int priority) {
        return Ask.chat("both_resting", prompt(priority) + UUID.randomUUID()).priority(priority);
    }

    private static String prompt(int priority) {
        return "priority " + priority + ", waiting for a reset ";
    }

    private Instant firstCall(int priority) {
        return calls(priority).getFirst();
    }

    private Instant lastCall(int priority) {
        return calls(priority).getLast();
    }

    private List<Instant> calls(int priority) {
        return cluster.models().provider().journal().calls().stream()
                .filter(visit -> visit.request().prompt().startsWith(prompt(priority)))
                .map(Visit::at)
                .sorted()
                .toList();
    }
}
