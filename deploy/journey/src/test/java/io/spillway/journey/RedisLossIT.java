package io.spillway.journey;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Event;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Invariants;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.RedisLoss;
import io.spillway.journey.language.Seen;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Visit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Redis loses all it knew, or its last second, while jobs come in, wait and run. */
@Order(11)
class RedisLossIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PARKED = "cloud/parked";

    private final Cluster cluster = Cluster.rough();
    private final Front front = cluster.front();

    @ParameterizedTest
    @EnumSource
    void everyJobEndsOnceWhateverRedisForgets(RedisLoss loss) {
        everyJobEndsOnce(loss, 600);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void everyOneOfFiveThousandJobsEndsOnceWhateverRedisForgets(RedisLoss loss) {
        everyJobEndsOnce(loss, 5_000);
    }

    @Test
    void jobsThatWaitAreBackAfterAFlood() {
        waitingJobsAreBack(1_000, SOON);
    }

    @Test
    @Tag("long")
    void aHundredThousandJobsThatWaitAreBackWithinAMinute() {
        waitingJobsAreBack(100_000, Duration.ofSeconds(60));
    }

    @Test
    void aStreamThatRedisForgetsIsToldAnewAndNothingIsDoubledOrMissing() {
        // Given: an answer of six seconds, and a reader who has seen the first of it
        cluster.models().always("words", Reply.tokens(60, Duration.ofMillis(100)));
        String id = front.accepted(
                Ask.chat("cloud/words", "in the middle of a word").streamed());
        CompletableFuture<List<Event>> staying = CompletableFuture.supplyAsync(() -> front.events(id));
        List<Event> seen = front.events(id, "", 6);
        // When
        cluster.flushRedis();
        List<Event> resumed = Awaitility.await("the door tells again")
                .pollInSameThread()
                .atMost(SOON)
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> front.events(id, seen.getLast().id(), Integer.MAX_VALUE), events -> true);
        // Then
        String text = front.ended(id).text();
        assertThat(text).startsWith("word1 ").endsWith(" word60");
        assertThat(toldLast(Stream.concat(seen.stream(), resumed.stream()).toList()))
                .isEqualTo(text);
        assertThat(toldLast(staying.join())).isEqualTo(text);
    }

    /** What a client has in hand that begins anew at each restart. */
    private static String toldLast(List<Event> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> {
            if (event.name().equals("restarted")) {
                text.setLength(0);
            } else if (event.name().equals("token")) {
                text.append(event.text());
            }
        });
        return text.toString();
    }

    private void everyJobEndsOnce(RedisLoss loss, int count) {
        // Given: jobs that come in, fifty at a time, and run, forty at a time; a third of them have been answered
        cluster.models().always("few", Reply.text("remembered").after(Duration.ofMillis(200)));
        Seen earlier = front.ended(front.accepted(Ask.chat("cloud/plain", "before it was " + loss)));
        int callsBefore = cluster.models().provider().journal().calls().size();
        CompletableFuture<List<Load.Sent>> sending = CompletableFuture.supplyAsync(
                () -> Load.insisting(front, 50).send(asks("cloud/few", loss + " of " + count, count)));
        boolean underWay = cluster.models()
                .provider()
                .journal()
                .await(SOON.multipliedBy(3), seen -> answered(seen, callsBefore) >= count / 3);
        // When
        long lost = System.nanoTime();
        loss.befall(cluster);
        List<Load.Sent> journal = sending.join();
        Invariants.Figures figures = Invariants.of(cluster, journal).hold(2);
        // Then
        assertThat(underWay).isTrue();
        report("Redis was " + loss + " amid " + count + " jobs: all had ended and were checked", lost);
        assertThat(figures.jobs()).isEqualTo(count);
        assertThat(figures.completed()).isEqualTo(count);
        assertThat(front.look(earlier.id()).body()).isEqualTo(earlier.body());
    }

    private void waitingJobsAreBack(int count, Duration limit) {
        // Given: jobs of a model that is exhausted for hours
        front.asking()
                .contentType(ContentType.JSON)
                .body("{\"kind\":\"quota_exhausted\",\"for\":\"PT3H\",\"why\":\"the day's quota is used up\"}")
                .post("/ops/targets/" + PARKED + "/exhaustion")
                .then()
                .statusCode(200);
        long before = waiting();
        List<String> ids = Load.accepted(Load.insisting(front, 50).send(asks(PARKED, "waiting among " + count, count)));
        Awaitility.await("all of them wait").atMost(SOON).until(this::waiting, Long.valueOf(before + count)::equals);
        // When
        long flushed = System.nanoTime();
        cluster.flushRedis();
        long forgotten = waiting();
        // Then
        Awaitility.await("all of them wait again")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .until(this::waiting, Long.valueOf(before + count)::equals);
        report(count + " waiting jobs were back", flushed);
        Awaitility.await("the door is open")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> front.submit(Ask.chat("cloud/plain", "after the flood of " + count))
                                .statusCode()
                        == 202);
        report("the door was open again behind " + count + " waiting jobs", flushed);
        assertThat(forgotten).isLessThan(before + count);
        ids.stream()
                .limit(100)
                .forEach(id -> assertThat(front.look(id).waitingFor()).as(id).isEqualTo("exhausted"));
        assertThat(cluster.models().calls("waiting among " + count + " #0"))
                .as("nobody called it before its time")
                .isEmpty();
        Load.of(front, 50).each(ids.stream().limit(1_000).toList(), front::cancel);
    }

    /** Jobs that wait for the exhausted model; none while Redis is away. */
    private long waiting() {
        JsonPath answer = front.asking()
                .queryParam("model", PARKED)
                .get("/v1/availability")
                .jsonPath();
        return answer.get("data") == null ? -1 : answer.getLong("data[0].waiting");
    }

    private static long answered(List<Visit> visits, int before) {
        return visits.stream()
                .filter(visit -> visit.request().number() > before && visit.fate() == Visit.Fate.ANSWERED)
                .count();
    }

    private static List<Ask> asks(String model, String prompt, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> Ask.chat(model, prompt + " #" + n))
                .toList();
    }

    private static void report(String what, long since) {
        System.out.printf("journey: %s after %d ms%n", what, (System.nanoTime() - since) / 1_000_000);
    }
}
