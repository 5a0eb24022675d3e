package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.contract.wire.LogView;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.log.Topics;
import io.spillway.testing.JobBuilder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class DeadLettersTest {
    private static final TargetName TARGET = new TargetName("mock/small");

    @Inject
    KeyRing keys;

    @Inject
    Backbone backbone;

    @BeforeEach
    void the_letters_are_read() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(keys::hasKeys);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> caller().get("/ops/dead-letters").statusCode() == 200
                        && caller().get("/v1/jobs").statusCode() == 200);
    }

    @Test
    void letters_are_listed_newest_first_without_their_payload_and_shown_whole() {
        // Given
        String older = givenUp();
        String newer = givenUp();

        // Then
        caller().queryParam("limit", 1)
                .get("/ops/dead-letters")
                .then()
                .body("data.id", contains(newer))
                .body("has_more", equalTo(true))
                .body("data[0].reason.code", equalTo("engine_crashed"))
                .body("data[0].target", equalTo("mock/small"))
                .body("data[0].tenant", equalTo("acme"))
                .body("data[0].replayed_as", nullValue())
                .body("data[0].keySet()", not(hasItem("payload")));
        caller().queryParam("limit", 1)
                .queryParam("after", newer)
                .get("/ops/dead-letters")
                .then()
                .body("data.id", contains(older));
        caller().get("/ops/dead-letters/" + newer)
                .then()
                .statusCode(200)
                .body("payload.request.messages[0].content", equalTo("hello"))
                .body("payload.attempts.outcome", contains("crashed"));
    }

    @Test
    void a_letter_becomes_one_job_however_often_it_is_replayed() {
        // Given
        String letter = givenUp();

        // When
        String job = caller().post("/ops/dead-letters/" + letter + "/replay")
                .then()
                .statusCode(202)
                .header("Location", startsWith("/v1/jobs/job_"))
                .extract()
                .path("id");

        // Then
        caller().post("/ops/dead-letters/" + letter + "/replay")
                .then()
                .statusCode(202)
                .body("id", equalTo(job));
        caller().get("/ops/dead-letters/" + letter).then().body("replayed_as", equalTo(job));
        caller().get("/ops/jobs/" + job)
                .then()
                .body("tenant", equalTo("acme"))
                .body("id", not(equalTo(letter)))
                .body("model", equalTo("default"));
    }

    @Test
    void a_discarded_letter_is_gone() {
        // Given
        String letter = givenUp();

        // When
        caller().delete("/ops/dead-letters/" + letter).then().statusCode(204);

        // Then
        caller().get("/ops/dead-letters/" + letter).then().statusCode(404);
        caller().delete("/ops/dead-letters/" + letter).then().statusCode(404);
        caller().post("/ops/dead-letters/" + letter + "/replay").then().statusCode(404);
        caller().get("/ops/dead-letters").then().body("data.id", not(hasItem(letter)));
    }

    @Test
    void a_record_that_nobody_can_read_is_shown_and_cannot_be_replayed() {
        // Given
        backbone.connections().log().unreadable(Topics.JOBS, new LogView.Entry(12, new byte[] {1, 2, 3}));
        String letter = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> caller().get("/ops/dead-letters").<String>path("data.find { it.kind == 'record' }?.id"),
                        id -> id != null);

        // Then
        caller().get("/ops/dead-letters/" + letter)
                .then()
                .body("reason.code", equalTo("unreadable"))
                .body("payload.topic", equalTo(Topics.JOBS))
                .body("payload.offset", equalTo(12))
                .body("payload.value", equalTo("AQID"));
        caller().post("/ops/dead-letters/" + letter + "/replay").then().statusCode(409);
    }

    @Test
    void bad_input_is_a_problem_that_names_the_field() {
        caller().queryParam("limit", "many")
                .get("/ops/dead-letters")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("limit"));
        caller().queryParam("after", "nonsense")
                .get("/ops/dead-letters")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("after"));
        caller().queryParam("tenant", "acme")
                .get("/ops/dead-letters")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("tenant"));
        given().get("/ops/dead-letters").then().statusCode(401);
        given().queryParam("format", "json")
                .get("/openapi")
                .then()
                .body(
                        "paths.keySet()",
                        hasItems("/ops/dead-letters", "/ops/dead-letters/{id}", "/ops/dead-letters/{id}/replay"));
    }

    private String givenUp() {
        Job job = JobBuilder.aJob().tenant("acme").targets("mock/small").build();
        Attempt attempt = new Attempt(
                1, 1, TARGET, Instant.now(), Instant.now(), "crashed", "signal 6", Optional.empty(), Optional.empty());
        String id = job.id().value();
        backbone.connections()
                .log()
                .append(new DeadLetter.OfJob(
                        job,
                        List.of(attempt),
                        Optional.of(TARGET),
                        new JobError("engine_crashed", "signal 6"),
                        Instant.now()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> caller().get("/ops/dead-letters/" + id).statusCode() == 200);
        return id;
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY).contentType(ContentType.JSON);
    }
}
