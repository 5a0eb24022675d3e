package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

/** Jobs beyond their happy path: listed, renamed, deleted, moved, submitted again. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class JobLifeTest {
    private static final String OTHERS_KEY = "sk-spill-the-key-of-another-tenant";

    @Inject
    KeyRing keys;

    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    @BeforeEach
    void two_tenants_may_come_in() throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(keys::hasKeys);
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(OTHERS_KEY.getBytes(StandardCharsets.UTF_8)));
        backbone.connections()
                .state()
                .put(
                        "key/" + hash.substring(0, 16),
                        "{\"hash\":\"" + hash + "\",\"tenant\":\"other\",\"scopes\":[\"submit\",\"read\"],"
                                + "\"created_at\":\"2026-11-21T10:00:00Z\",\"weight\":3}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> caller().get("/v1/jobs").statusCode() == 200);
    }

    @Test
    void a_tenant_lists_its_own_jobs_newest_first_in_pages() {
        // Given
        String mark = mark();
        List<String> mine = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            mine.add(submitted(caller(), waiting(mark)));
        }
        String others = submitted(other(), waiting(mark));
        Collections.reverse(mine);

        // When
        Response first =
                caller().queryParam("limit", 2).queryParam("model", "nobody").get("/v1/jobs");
        Response second = caller().queryParam("limit", 3)
                .queryParam("model", "nobody")
                .queryParam("after", first.<String>path("last_id"))
                .get("/v1/jobs");

        // Then
        first.then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", equalTo(mine.subList(0, 2)))
                .body("first_id", equalTo(mine.get(0)))
                .body("last_id", equalTo(mine.get(1)))
                .body("has_more", equalTo(true))
                .body("data[0].status", equalTo("queued"))
                .body("data[0].metadata.mark", equalTo(mark));
        second.then().body("data.id", equalTo(mine.subList(2, 5)));
        other().queryParam("model", "nobody").get("/v1/jobs").then().body("data.id", hasItem(others));
        other().queryParam("limit", 100).get("/v1/jobs").then().body("data.id", not(hasItems(mine.get(0))));
        caller().queryParam("status", "completed")
                .queryParam("limit", 100)
                .get("/v1/jobs")
                .then()
                .body("data.id", not(hasItem(mine.get(0))));
        caller().queryParam("model", "no/such-model")
                .get("/v1/jobs")
                .then()
                .body("data", hasSize(0))
                .body("first_id", nullValue())
                .body("has_more", equalTo(false));
    }

    @Test
    void a_list_says_what_is_wrong_with_a_query() {
        problem(caller().queryParam("status", "done").get("/v1/jobs"), "status");
        problem(caller().queryParam("limit", "0").get("/v1/jobs"), "limit");
        problem(caller().queryParam("limit", "101").get("/v1/jobs"), "limit");
        problem(caller().queryParam("after", "job_x").get("/v1/jobs"), "after");
        problem(caller().queryParam("page", "2").get("/v1/jobs"), "page");
        problem(caller().queryParam("target", "nonsense").get("/ops/jobs"), "target");
        problem(caller().queryParam("tenant", "No-Tenant").get("/ops/jobs"), "tenant");
        problem(caller().queryParam("created_after", "today").get("/ops/jobs"), "created_after");
        problem(caller().queryParam("colour", "red").get("/ops/jobs"), "colour");
        other().get("/ops/jobs").then().statusCode(403);
    }

    @Test
    void operators_find_jobs_of_all_tenants() {
        // Given
        String mark = mark();
        String mine = submitted(caller(), waiting(mark));
        String others = submitted(other(), waiting(mark));
        caller().post("/v1/jobs/" + mine + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));

        // Then
        find(mark).body("data.id", equalTo(List.of(others, mine))).body("data.tenant", hasItems("other", "default"));
        find(mark, "tenant", "other").body("data.id", equalTo(List.of(others)));
        find(mark, "status", "cancelled").body("data.id", equalTo(List.of(mine)));
        find(mark, "error", "cancelled").body("data.id", equalTo(List.of(mine)));
        find(mark, "error", "expired").body("data", hasSize(0));
        find(mark, "model", "default").body("data", hasSize(0));
        find(mark, "target", "mock/large").body("data", hasSize(0));
        find(mark, "created_before", "1000").body("data", hasSize(0));
        find(mark, "created_after", "1000").body("data", hasSize(2));
        find(mark, "created_after", "99999999999").body("data", hasSize(0));
    }

    @Test
    void a_deleted_job_is_gone_for_every_reader() {
        // Given
        String mark = mark();
        String job = submitted(caller(), waiting(mark));

        // When
        other().delete("/v1/jobs/" + job).then().statusCode(404);
        caller().delete("/v1/jobs/" + job).then().statusCode(204);

        // Then
        caller().get("/v1/jobs/" + job).then().statusCode(404);
        caller().get("/v1/jobs/" + job + "/events").then().statusCode(404);
        caller().get("/ops/jobs/" + job).then().statusCode(404);
        caller().delete("/v1/jobs/" + job).then().statusCode(404);
        caller().post("/v1/jobs/" + job + "/cancel").then().statusCode(404);
        find(mark).body("data", hasSize(0));
    }

    @Test
    void a_job_that_has_ended_is_deleted_too_and_its_key_stays_used() {
        // Given
        String key = mark();
        String job = caller().header("Idempotency-Key", key)
                .body(waiting(key))
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        caller().post("/v1/jobs/" + job + "/cancel").then().body("status", equalTo("cancelled"));

        // When
        caller().delete("/v1/jobs/" + job).then().statusCode(204);

        // Then
        caller().get("/v1/jobs/" + job).then().statusCode(404);
        caller().header("Idempotency-Key", key)
                .body(waiting(key))
                .post("/v1/jobs")
                .then()
                .statusCode(409)
                .body("errors.field", hasItem("Idempotency-Key"));
    }

    @Test
    void a_job_has_the_name_its_client_gave_it() {
        // Given
        String name = "name_" + mark();

        // When
        String job = caller().body(waiting(name))
                .put("/v1/jobs/" + name)
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        // Then
        caller().body(waiting(name))
                .put("/v1/jobs/" + name)
                .then()
                .statusCode(202)
                .body("id", equalTo(job));
        caller().body(waiting("another"))
                .put("/v1/jobs/" + name)
                .then()
                .statusCode(409)
                .body("detail", containsString("another body"));
        caller().get("/v1/jobs/" + name).then().statusCode(200).body("id", equalTo(job));
        other().get("/v1/jobs/" + name).then().statusCode(404);
        String others = other().body(waiting(name))
                .put("/v1/jobs/" + name)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        assertThat(others).isNotEqualTo(job);
        caller().post("/v1/jobs/" + name + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
        caller().body(waiting(name))
                .put("/v1/jobs/" + name)
                .then()
                .statusCode(200)
                .body("id", equalTo(job));
        caller().get("/v1/jobs/" + name + "/events").then().statusCode(200).body(containsString("event:cancelled"));
        caller().delete("/v1/jobs/" + name).then().statusCode(204);
        caller().get("/v1/jobs/" + name).then().statusCode(404);
        caller().body(waiting(name))
                .put("/v1/jobs/" + name)
                .then()
                .statusCode(202)
                .body("id", not(equalTo(job)));
    }

    @Test
    void a_name_has_a_form() {
        problem(caller().body(waiting("x")).put("/v1/jobs/short"), "id");
        problem(caller().body(waiting("x")).put("/v1/jobs/job_is_our_own_prefix"), "id");
        problem(caller().body(waiting("x")).put("/v1/jobs/" + "a".repeat(65)), "id");
        problem(caller().body(waiting("x")).put("/v1/jobs/with.dots.in.it"), "id");
    }

    @Test
    void a_waiting_job_is_moved_by_its_priority() {
        // Given: both have been read from the log
        String mark = mark();
        String first = submitted(caller(), waiting(mark));
        String second = submitted(caller(), waiting(mark));
        try (StandInWorker reading = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> position(first) > 0 && position(second) > position(first));
        }

        // When
        caller().body("{\"priority\":0}")
                .patch("/ops/jobs/" + second)
                .then()
                .statusCode(200)
                .body("priority", equalTo(0))
                .body("tenant", equalTo(TenantId.DEFAULT.value()));

        // Then: the places are looked at one after the other, while what other tests have left is swept away
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> position(second) < position(first));
        caller().body("{\"priority\":10}").patch("/ops/jobs/" + first).then().statusCode(422);
        caller().body("{}")
                .patch("/ops/jobs/" + first)
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("priority"));
        caller().body("{\"priority\":1}").patch("/ops/jobs/job_x").then().statusCode(404);
        caller().post("/ops/jobs/" + first + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
        caller().body("{\"priority\":1}").patch("/ops/jobs/" + first).then().statusCode(409);
        caller().delete("/v1/jobs/" + second).then().statusCode(204);
    }

    @Test
    void an_ended_job_is_submitted_again_as_a_new_one() {
        // Given
        String mark = mark();
        String job = submitted(other(), waiting(mark));
        caller().post("/ops/jobs/" + job + "/retry").then().statusCode(409);
        caller().post("/ops/jobs/" + job + "/cancel").then().statusCode(200);

        // When
        String again = caller().post("/ops/jobs/" + job + "/retry")
                .then()
                .statusCode(202)
                .header("Location", containsString("/ops/jobs/job_"))
                .body("tenant", equalTo("other"))
                .extract()
                .path("id");

        // Then
        assertThat(again).isNotEqualTo(job);
        other().get("/v1/jobs/" + again)
                .then()
                .body("status", equalTo("queued"))
                .body("model", equalTo("nobody"))
                .body("metadata.mark", equalTo(mark));
        other().get("/v1/jobs/" + job).then().body("status", equalTo("cancelled"));
    }

    @Test
    void what_is_nested_too_deeply_is_said_so_without_naming_our_code() {
        caller().body("{\"messages\":" + "[".repeat(200) + "]".repeat(200) + "}")
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("detail", containsString("nesting depth"))
                .body("detail", not(containsString("StreamReadConstraints")));
    }

    @Test
    void it_is_described() {
        given().queryParam("format", "json")
                .get("/openapi")
                .then()
                .body("paths.'/v1/jobs'.keySet()", hasItems("get", "post"))
                .body("paths.'/v1/jobs/{id}'.keySet()", hasItems("get", "put", "delete"))
                .body("paths.keySet()", hasItems("/ops/jobs", "/ops/jobs/{id}", "/ops/jobs/{id}/retry"))
                .body("components.schemas.OperatedJob.properties.keySet()", hasItems("tenant", "priority", "status"));
    }

    private static ValidatableResponse find(String mark, String... filter) {
        RequestSpecification asking = caller().queryParam("metadata[mark]", mark);
        if (filter.length > 0) {
            asking.queryParam(filter[0], filter[1]);
        }
        return asking.get("/ops/jobs").then().statusCode(200).body("data.metadata.mark", everyItem(equalTo(mark)));
    }

    private static long position(String job) {
        Number position = caller().get("/v1/jobs/" + job).path("queue.position");
        return position == null ? 0 : position.longValue();
    }

    private static String mark() {
        return UUID.randomUUID().toString();
    }

    /** A job that nobody serves. */
    private static String waiting(String mark) {
        return "{\"prompt\":\"hi\",\"model\":\"nobody\",\"metadata\":{\"mark\":\"" + mark + "\"}}";
    }

    private static String submitted(RequestSpecification who, String body) {
        return who.body(body).post("/v1/jobs").then().statusCode(202).extract().path("id");
    }

    private static RequestSpecification caller() {
        return as(RealBackbone.KEY);
    }

    private static RequestSpecification other() {
        return as(OTHERS_KEY);
    }

    private static RequestSpecification as(String key) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + key)
                .contentType(ContentType.JSON);
    }

    private static void problem(Response answer, String field) {
        answer.then().statusCode(400).contentType("application/problem+json").body("errors.field", hasItem(field));
    }
}
