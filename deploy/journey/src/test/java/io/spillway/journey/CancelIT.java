package io.spillway.journey;

import io.restassured.response.Response;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Invariants;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.Seen;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static io.spillway.journey.language.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@Order(4)
class CancelIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private final Cluster cluster = Cluster.calm();
    private final Front front = cluster.front();

    @Test
    void aRunningCallIsStoppedAndTheOneBehindItNeverMade() {
        // Given: the model takes one call at a time, and does not answer
        cluster.models().always("held", Reply.hang());
        Ask runs = Ask.chat("cloud/held", "cancelled while running");
        Ask waits = Ask.chat("cloud/held", "cancelled while waiting");
        String running = front.accepted(runs);
        front.awaitStatus(running, "in_progress");
        assertThat(cluster.models()
                        .provider()
                        .journal()
                        .await(SOON, seen -> !callsOf(seen, runs).isEmpty()))
                .isTrue();
        String waiting = front.accepted(waits);
        // When
        Seen first = Seen.of(front.cancel(waiting).asString());
        Instant asked = Instant.now();
        Response second = front.cancel(running);
        // Then
        assertThat(first).hasStatus("cancelled");
        assertThat(cluster.models().calls(waits.prompt())).isEmpty();
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(Seen.of(second.asString())).hasStatus("cancelled");
        assertThat(cluster.models()
                        .provider()
                        .journal()
                        .await(
                                SOON,
                                seen -> callsOf(seen, runs).getFirst().fate().equals(Visit.Fate.LEFT)))
                .isTrue();
        Visit call = cluster.models().calls(runs.prompt()).getFirst();
        assertThat(Duration.between(asked, call.endedAt().orElseThrow())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void theSlotOfACancelledCallIsFreeAtOnce() {
        // Given
        cluster.models().always("held", Reply.hang());
        String stuck = front.accepted(Ask.chat("cloud/held", "holds the slot"));
        front.awaitStatus(stuck, "in_progress");
        String next = front.accepted(Ask.chat("cloud/held", "takes the slot"));
        cluster.models().echo("held");
        // When
        front.cancel(stuck);
        // Then
        assertThat(front.ended(next, Duration.ofSeconds(3))).isCompleted();
    }

    @Test
    void aJobThatHasEndedStaysAsItIs() {
        // Given
        Seen ended = front.ended(front.accepted(Ask.chat("cloud/plain", "too late")));
        // When
        Response answer = front.cancel(ended.id());
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Seen.of(answer.asString()).body()).isEqualTo(ended.body());
        assertThat(front.look(ended.id()).body()).isEqualTo(ended.body());
    }

    @Test
    void aCancelThatRacesTheAnswerLeavesOneEnd() {
        // Given: answers come at about the time at which the cancels arrive
        cluster.models()
                .script(
                        "racing",
                        request -> Reply.text("made it").after(Duration.ofMillis(15L * (request.number() % 20))));
        Map<String, Ask> jobs = new LinkedHashMap<>();
        List<Ask> asks = IntStream.range(0, 40)
                .mapToObj(n -> Ask.chat("cloud/racing", "race " + n))
                .toList();
        // When
        List<String> ids = Load.of(front, 10).each(asks, ask -> {
            String id = front.accepted(ask);
            front.cancel(id);
            return id;
        });
        for (int i = 0; i < asks.size(); i++) {
            jobs.put(ids.get(i), asks.get(i));
        }
        // Then
        Invariants.of(cluster, jobs).hold(1);
        assertThat(ids.stream().map(front::look).map(Seen::status)).isSubsetOf("completed", "cancelled");
    }

    private static List<Visit> callsOf(List<Visit> visits, Ask ask) {
        return visits.stream()
                .filter(visit -> visit.request().prompt().equals(ask.prompt()))
                .toList();
    }
}
