package io.spillway.journey;

import io.restassured.http.ContentType;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.Seen;
import io.spillway.testing.provider.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A job that waits is told when it may start; with a known pace that is right within a factor of two. */
@Order(6)
class EstimatesIT {
    private static final String MODEL = "cloud/paced";
    private static final Duration EACH = Duration.ofMillis(500);
    private static final int AT_ONCE = 4;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Cluster cluster = Cluster.calm();
    private final Front front = cluster.front();

    @BeforeEach
    void theModelsPaceIsKnown() {
        cluster.models().always("paced", Reply.text("in time").after(EACH));
        Load load = Load.of(front, AT_ONCE);
        load.ended(Load.accepted(load.send(asks("to know the pace", AT_ONCE))));
    }

    @AfterEach
    void theModelIsBack() {
        front.asking().delete("/ops/targets/" + MODEL + "/exhaustion");
    }

    @Test
    void theLastOfAQueueStartsAboutWhenItWasTold() {
        // When
        Load load = Load.of(front, 50);
        List<String> ids = Load.accepted(load.send(asks("one behind the other", 60)));
        Seen last = told(ids);
        Instant asked = Instant.now();
        // Then
        assertThat(waitOf(last, asked)).isBetween(actual(ids, asked) / 2, actual(ids, asked) * 2 + 1);
    }

    @Test
    void theLastOfAQueueBehindAResetIsToldTheResetAndTheTimeAfterIt() {
        // Given
        front.asking()
                .contentType(ContentType.JSON)
                .body("{\"kind\":\"rate_limited\",\"for\":\"PT6S\",\"why\":\"to be estimated\"}")
                .post("/ops/targets/" + MODEL + "/exhaustion")
                .then()
                .statusCode(200);
        // When
        List<String> ids = Load.accepted(Load.of(front, 50).send(asks("behind the reset", 40)));
        Seen last = told(ids);
        Instant asked = Instant.now();
        // Then
        Awaitility.await("who comes now is told as much")
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> newcomers(), wait -> isAbout(wait, waitOf(last, Instant.now())));
        assertThat(waitOf(last, asked)).isBetween(actual(ids, asked) / 2, actual(ids, asked) * 2 + 1);
    }

    /** Both are made of the pace as it was known, at moments that are not quite the same. */
    private static boolean isAbout(long wait, long other) {
        return Math.abs(wait - other) <= 2 + Math.max(wait, other) / 4;
    }

    private long newcomers() {
        return front.asking()
                .queryParam("model", MODEL)
                .get("/v1/availability")
                .jsonPath()
                .getLong("data[0].estimated_wait_s");
    }

    /** The job with the longest wait, once all before it are in the queue. */
    private Seen told(List<String> ids) {
        Awaitility.await("all have been read")
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Load.of(front, 25).each(ids, front::look).stream()
                        .noneMatch(seen -> seen.waitingFor().equals("intake")));
        return Awaitility.await("an estimate is told")
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> front.look(ids.getLast()), seen -> estimate(seen) > 0);
    }

    private static long waitOf(Seen seen, Instant asked) {
        return estimate(seen) - asked.getEpochSecond();
    }

    private static long estimate(Seen seen) {
        return seen.body().path("queue").path("estimated_start_at").asLong(0);
    }

    private long actual(List<String> ids, Instant asked) {
        return front.ended(ids.getLast()).body().path("started_at").asLong() - asked.getEpochSecond();
    }

    private static List<Ask> asks(String prompt, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> Ask.chat(MODEL, prompt + " #" + n))
                .toList();
    }
}
