package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailuresTest {
    @Inject
    KeyRing keys;

    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    private StandInWorker worker;
    private String batch = "";

    @BeforeAll
    void a_worker() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> keys.hasKeys());
        worker = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis());
    }

    @AfterAll
    void it_leaves() {
        worker.close();
    }

    @BeforeEach
    void two_jobs_fail() {
        batch = UUID.randomUUID().toString();
        submit(StandInWorker.FAILS);
        submit(StandInWorker.FAILS);
        submit("hello");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> caller().get("/ops/jobs?status=failed&metadata[batch]=" + batch)
                        .path("data.size()")
                        .equals(2));
    }

    @Test
    void failures_are_counted_by_their_error() {
        caller().get("/ops/jobs/failures?metadata[batch]=" + batch)
                .then()
                .statusCode(200)
                .body("data.error", contains("all_targets_failed"))
                .body("data.count", contains(2))
                .body("complete", equalTo(true));
    }

    @Test
    void those_that_failed_are_submitted_again_once_and_counted_before() {
        // When
        retry(",\"dry_run\": true").body("matched", equalTo(2)).body("jobs", empty());

        // Then
        caller().get("/ops/jobs?metadata[batch]=" + batch).then().body("data", hasSize(3));

        // When
        retry("").body("jobs", hasSize(2)).body("already", equalTo(0)).body("after", nullValue());

        // Then
        caller().get("/ops/jobs?metadata[batch]=" + batch).then().body("data", hasSize(5));
        caller().get("/ops/audit?limit=1")
                .then()
                .body("data[0].path", equalTo("/ops/jobs/retry"))
                .body("data[0].to.jobs", equalTo(2));
        // Those that became of them may have failed meanwhile; the first two are not run a third time.
        retry("").body("already", equalTo(2));
    }

    @Test
    void a_mistake_is_named() {
        wrong("{\"dry_run\": true}").body("errors.field", hasItem("filter"));
        wrong("{\"filter\": {}}").body("errors.field", hasItem("filter.status"));
        wrong("{\"filter\": {\"status\": \"queued\"}}").body("errors.field", hasItem("filter.status"));
        wrong("{\"filter\": {\"status\": \"failed\", \"target\": \"x\"}}")
                .body("errors.field", hasItem("filter.target"));
        wrong("{\"filter\": {\"status\": \"failed\", \"metadata\": {\"k\": 1}}}")
                .body("errors.field", hasItem("filter.metadata.k"));
    }

    private ValidatableResponse retry(String more) {
        return post("{\"filter\": {\"status\": \"failed\", \"metadata\": {\"batch\": \"" + batch + "\"}}" + more + "}")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse wrong(String body) {
        return post(body).then().statusCode(422).contentType("application/problem+json");
    }

    private static Response post(String body) {
        return caller().body(body).post("/ops/jobs/retry");
    }

    private void submit(String prompt) {
        caller().body("{\"model\": \"default\", \"prompt\": \"" + prompt + "\", \"metadata\": {\"batch\": \"" + batch
                        + "\"}}")
                .post("/v1/jobs")
                .then()
                .statusCode(202);
    }

    private static RequestSpecification caller() {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + RealBackbone.KEY)
                .contentType(ContentType.JSON);
    }
}
