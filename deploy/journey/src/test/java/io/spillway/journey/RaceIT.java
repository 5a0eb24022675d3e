package io.spillway.journey;

import io.restassured.http.ContentType;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.SecondGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Many clients at once for less than they want, through two doors. */
@Order(3)
class RaceIT {
    private static final int CLIENTS = 64;
    private static final int LIMIT = 40;
    private static final int ROUNDS = 3;
    private static final int MANY_ROUNDS = Integer.getInteger("rounds", 1_000);

    private final Cluster cluster = Cluster.calm();
    private final Front front = cluster.front();

    @Test
    void of_64_at_once_through_two_gateways_40_are_let_in() throws Exception {
        assertThat(let(ROUNDS)).hasSize(ROUNDS).containsOnly(LIMIT);
    }

    @Test
    @Tag("long")
    void however_often_it_is_tried() throws Exception {
        // Given
        long began = System.nanoTime();

        // When
        List<Integer> let = let(MANY_ROUNDS);

        // Then
        System.out.printf(
                "journey: %d rounds of %d clients through two gateways: %d to %d of %d let in, %d s%n",
                let.size(),
                CLIENTS,
                Collections.min(let),
                Collections.max(let),
                LIMIT,
                (System.nanoTime() - began) / 1_000_000_000);
        assertThat(let).hasSize(MANY_ROUNDS).containsOnly(LIMIT);
    }

    /** How many were let in, of each round; each is a tenant's of its own. */
    private List<Integer> let(int rounds) throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            keys.add(key());
        }
        List<Integer> let = new ArrayList<>();
        try (SecondGateway second = cluster.secondGateway();
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            second.openTo(keys.getLast());
            for (String key : keys) {
                List<Front> doors = List.of(new Front(front.url(), key), second.openTo(key));
                let.add(round(doors, clients));
            }
        }
        return let;
    }

    private static int round(List<Front> doors, ExecutorService clients) throws Exception {
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Front door = doors.get(i % doors.size());
            answers.add(clients.submit(() -> answered(door)));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        assertThat(statuses).allMatch(status -> status == 202 || status == 429);
        return Collections.frequency(statuses, 202);
    }

    /** Whoever is told that the log was too slow asks again under the same key, and is one job however often. */
    private static int answered(Front door) {
        String key = UUID.randomUUID().toString();
        return Awaitility.await("let in or not")
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> door.submit(Ask.chat("cloud/plain", "a race"), key).statusCode(), status -> status != 503);
    }

    private String key() {
        String tenant = front.asking()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"Race\",\"quota\":{\"requests_per_month\":" + LIMIT + ",\"policy\":\"reject\"}}")
                .post("/ops/tenants")
                .path("id");
        return front.asking()
                .contentType(ContentType.JSON)
                .body("{\"scopes\":[\"submit\",\"read\"]}")
                .post("/ops/tenants/" + tenant + "/keys")
                .path("key");
    }
}
