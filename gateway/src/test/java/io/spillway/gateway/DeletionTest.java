package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

/** What a deleted job leaves behind in Redis: that it was. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class DeletionTest {
    private final String canary = "canary-" + UUID.randomUUID();

    @Inject
    KeyRing keys;

    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    private StandInWorker worker;

    @BeforeEach
    void a_worker_answers() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(keys::hasKeys);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> caller().get("/v1/jobs").statusCode() == 200);
        worker = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis());
    }

    @AfterEach
    void the_worker_leaves() {
        worker.close();
    }

    @Test
    void neither_its_words_nor_its_answer_stay_in_redis() {
        // Given
        String id = caller().body(
                        "{\"prompt\":\"say " + canary + "\",\"stream\":true,\"metadata\":{\"k\":\"" + canary + "\"}}")
                .post("/v1/jobs")
                .path("id");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> "completed".equals(caller().get("/v1/jobs/" + id).path("status")));
        Map<String, String> before = holding(id);

        // When
        caller().delete("/v1/jobs/" + id).then().statusCode(204);

        // Then
        assertThat(before).as("request and answer, and the text of the stream").hasSizeGreaterThan(1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(holding(id)).isEmpty());
        caller().get("/v1/jobs/" + id).then().statusCode(404);
        caller().get("/v1/jobs?limit=100").then().body(not(containsString(canary)));
    }

    /** What of this job is in Redis and has the canary in it. */
    private Map<String, String> holding(String id) {
        try (RedisClient redis = RedisClient.builder()
                .hostAndPort(settings.redis().getHost(), settings.redis().getPort())
                .build()) {
            return redis.keys("*" + id + "*").stream()
                    .collect(Collectors.toMap(key -> key, key -> content(redis, key)))
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getValue().contains(canary))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    private static String content(RedisClient redis, String key) {
        return switch (redis.type(key)) {
            case "hash" -> redis.hgetAll(key).toString();
            case "stream" ->
                redis.xrange(key, StreamEntryID.MINIMUM_ID, StreamEntryID.MAXIMUM_ID, 1_000)
                        .toString();
            case "string" -> redis.get(key);
            case "zset" -> redis.zrange(key, 0, -1).toString();
            case "set" -> redis.smembers(key).toString();
            case "list" -> redis.lrange(key, 0, -1).toString();
            default -> "";
        };
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY).contentType(ContentType.JSON);
    }
}
