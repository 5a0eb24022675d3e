package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.LogEntry;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTest {
    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    @Inject
    KeyRing keys;

    private StandInWorker worker;

    @BeforeAll
    void a_worker_serves_one_model() throws InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(30));
        while (!keys.hasKeys() && Instant.now().isBefore(limit)) {
            Thread.sleep(50);
        }
        worker = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis());
    }

    @BeforeEach
    void the_cluster_answers() throws InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(30));
        String first = "{\"prompt\":\"are you there?\"}";
        while (caller().header("Prefer", "wait=5").body(first).post("/v1/jobs").statusCode() != 200
                && Instant.now().isBefore(limit)) {
            Thread.sleep(50);
        }
    }

    @AfterAll
    void the_worker_leaves() {
        worker.close();
    }

    @Test
    void a_job_is_accepted_run_and_read() {
        // When
        String id = caller().body("{\"prompt\":\"hello \\u2028 world\",\"metadata\":{\"k\":\"v\"}}")
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .header("Location", startsWith("/v1/jobs/job_"))
                .header("Preference-Applied", nullValue())
                // A worker may have been quicker than the answer.
                .body("status", in(List.of("queued", "in_progress", "completed")))
                .extract()
                .path("id");

        // Then
        caller().header("Prefer", "wait=10")
                .get("/v1/jobs/" + id)
                .then()
                .statusCode(200)
                .header("Preference-Applied", "wait=10")
                .body("status", equalTo("completed"))
                .body("target", equalTo("mock/small"))
                .body("output.text", equalTo("hello \u2028 world"))
                .body("usage.total_tokens", equalTo(3))
                .body("metadata.k", equalTo("v"))
                .body("attempts.outcome", contains("completed"));
    }

    @Test
    void a_hundred_submissions_under_one_key_are_one_job() throws Exception {
        // Given
        Callable<String> submitting = () -> caller().header("Idempotency-Key", "one-of-a-hundred")
                .body("{\"prompt\":\"once\"}")
                .post("/v1/jobs")
                .path("id");

        // When
        Set<String> ids;
        try (ExecutorService clients = Executors.newFixedThreadPool(20)) {
            List<Future<String>> answers = clients.invokeAll(
                    IntStream.range(0, 100).mapToObj(_ -> submitting).toList());
            ids = answers.stream().map(Future::resultNow).collect(Collectors.toSet());
        }

        // Then
        assertThat(ids).hasSize(1).doesNotContainNull();
        caller().header("Idempotency-Key", "one-of-a-hundred")
                .body("{\"prompt\":\"other\"}")
                .post("/v1/jobs")
                .then()
                .statusCode(409)
                .contentType("application/problem+json");
    }

    @Test
    void a_job_that_nobody_runs_can_be_cancelled_and_stays_so() {
        // Given
        String id = caller().body("{\"prompt\":\"hi\",\"model\":\"nobody\"}")
                .post("/v1/jobs")
                .path("id");

        // When
        caller().post("/v1/jobs/" + id + "/cancel")
                .then()
                .statusCode(200)
                .body("status", equalTo("cancelled"))
                .body("error.code", equalTo("cancelled"));

        // Then
        caller().post("/v1/jobs/" + id + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
        assertThat(names(events(id, "0"))).containsExactly("1 queued", "2 cancelled");
    }

    @Test
    void a_job_past_its_time_expires() {
        // When
        String id = caller().body("{\"prompt\":\"hi\",\"model\":\"nobody\",\"end_by\":\"PT1S\"}")
                .post("/v1/jobs")
                .path("id");

        // Then
        caller().header("Prefer", "wait=10")
                .get("/v1/jobs/" + id)
                .then()
                .statusCode(200)
                .body("status", equalTo("expired"))
                .body("error.code", equalTo("expired"));
    }

    @Test
    void events_carry_the_text_and_resume_where_the_client_stopped() {
        // Given
        String id = caller().header("Prefer", "wait=10")
                .body("{\"prompt\":\"one two three\",\"stream\":true}")
                .post("/v1/jobs")
                .path("id");

        // When
        String all = events(id, "0");
        String rest = events(id, "4");

        // Then
        assertThat(names(all)).containsExactly("1 queued", "2 started", "3 token", "4 token", "5 token", "6 completed");
        assertThat(all).endsWith(rest).contains("data:{\"text\":\"two \"}");
        assertThat(names(rest)).containsExactly("5 token", "6 completed");
        caller().header("Last-Event-ID", "6")
                .get("/v1/jobs/" + id + "/events")
                .then()
                .statusCode(204);
    }

    @Test
    void a_wish_to_cancel_that_comes_from_elsewhere_is_applied() {
        // Given
        String id = caller().body("{\"prompt\":\"hi\",\"model\":\"nobody\"}")
                .post("/v1/jobs")
                .path("id");

        // When
        backbone.connections()
                .log()
                .append(new LogEntry.CancelRequested(new JobId(id), TenantId.DEFAULT, Instant.now()));

        // Then
        caller().header("Prefer", "wait=10").get("/v1/jobs/" + id).then().body("status", equalTo("cancelled"));
    }

    @Test
    void nobody_comes_in_without_a_key() {
        given().get("/v1/jobs/x").then().statusCode(401).header("WWW-Authenticate", "Bearer");
        given().header("Authorization", "Bearer sk-wrong")
                .get("/v1/nothing")
                .then()
                .statusCode(401);
        given().header("Authorization", RealBackbone.KEY)
                .get("/ops/workers")
                .then()
                .statusCode(401);
        given().queryParam("key", RealBackbone.KEY).get("/ops/workers").then().statusCode(401);
    }

    @Test
    void what_is_refused_is_a_problem_that_says_why() {
        problem(caller().body("{").post("/v1/jobs"), 400);
        problem(caller().body("{\"prompt\":\"x\",\"model\":\"no/such\"}").post("/v1/jobs"), 404);
        problem(caller().body("{\"prompt\":\"x\",\"temperature\":9}").post("/v1/jobs"), 422);
        problem(caller().body("{\"type\":\"image\",\"prompt\":\"x\"}").post("/v1/jobs"), 422);
        problem(caller().body("{\"type\":\"embedding\",\"input\":\"x\"}").post("/v1/jobs"), 422);
        problem(
                caller().body("{\"prompt\":\"" + "x".repeat(10 * 1024 * 1024) + "\"}")
                        .post("/v1/jobs"),
                413);
        problem(
                caller().header("Idempotency-Key", "k".repeat(256))
                        .body("{\"prompt\":\"x\"}")
                        .post("/v1/jobs"),
                400);
        problem(caller().get("/v1/jobs/job_0000000000000000000000000f"), 404);
        problem(caller().get("/v1/jobs/nonsense"), 404);
        problem(caller().get("/v1/jobs/nonsense/events"), 404);
        problem(caller().get("/v1/nothing"), 404);
        problem(caller().get("/nothing"), 404);
        problem(caller().delete("/v1/jobs"), 405);
        problem(caller().contentType("text/plain").body("x").post("/v1/jobs"), 415);
        problem(caller().header("Last-Event-ID", "x").get("/v1/jobs/nonsense/events"), 400);
        given().post("/v1/jobs").then().statusCode(401);
    }

    @Test
    void what_is_served_is_described() {
        given().queryParam("format", "json")
                .get("/openapi")
                .then()
                .statusCode(200)
                .body("paths.'/v1/jobs'.post.responses.keySet()", hasItem("413"))
                .body("paths.'/v1/jobs/{id}/events'.get.responses.keySet()", hasItem("204"))
                .body("components.schemas.Job.properties.keySet()", hasItem("expires_at"))
                .body("paths.keySet()", hasItem("/ops/workers"));
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY).contentType(ContentType.JSON);
    }

    private static String events(String id, String last) {
        return caller().header("Last-Event-ID", last)
                .get("/v1/jobs/" + id + "/events")
                .asString();
    }

    private static List<String> names(String stream) {
        return Stream.of(stream.split("\n\n"))
                .map(event -> event.replaceAll("(?s)^id:(\\d+)\nevent:(\\w+)\n.*", "$1 $2"))
                .toList();
    }

    private static void problem(Response answer, int status) {
        answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("type", startsWith("urn:spillway:problem:"));
    }
}
