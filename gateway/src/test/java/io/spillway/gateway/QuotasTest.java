package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;

/** Quotas from the operator's call to the client's 429. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class QuotasTest {
    private static final String JOB = "{\"prompt\":\"x\",\"model\":\"nobody\",\"max_tokens\":50}";
    private static final String MESSAGES = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private static final int CLIENTS = 64;
    private static final int LIMIT = 40;

    @Inject
    KeyRing keys;

    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    @BeforeEach
    void the_gateway_takes_jobs() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(keys::hasKeys);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> admin().get("/v1/jobs").statusCode() == 200);
    }

    @Test
    void of_64_clients_at_once_exactly_40_are_let_in() throws Exception {
        // Given
        String tenant = tenant("{\"requests_per_month\":" + LIMIT + ",\"policy\":\"reject\"}");
        List<String> two = List.of(key(tenant, "{\"scopes\":[\"submit\"]}"), key(tenant, "{\"scopes\":[\"submit\"]}"));
        List<Future<Integer>> answers = new ArrayList<>();

        // When
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                String key = two.get(i % 2);
                answers.add(clients.submit(
                        () -> with(key).body(JOB).post("/v1/jobs").statusCode()));
            }
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }

        // Then
        assertThat(Collections.frequency(statuses, 202)).isEqualTo(LIMIT);
        assertThat(Collections.frequency(statuses, 429)).isEqualTo(CLIENTS - LIMIT);
    }

    @Test
    void a_full_limit_says_which_it_is_and_when_there_is_room_again() {
        // Given
        String tenant = tenant("{\"requests_per_month\":1,\"cost_per_day\":2.5,\"policy\":\"reject\"}");
        String key = key(tenant, "{\"scopes\":[\"read\",\"submit\"]}");
        with(key).body(JOB).post("/v1/jobs").then().statusCode(202);

        // When
        Response refused = with(key).body(JOB).post("/v1/jobs");

        // Then
        refused.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .header("RateLimit", matchesPattern("\"requests_per_month\";r=0;t=\\d+"))
                .header(
                        "RateLimit-Policy",
                        matchesPattern("\"requests_per_month\";q=1;w=\\d+, \"cost_per_day\";q=2500000;w=86400"))
                .body("type", equalTo("urn:spillway:problem:over-quota"))
                .body("detail", containsString("requests_per_month of this tenant"));
        with(key)
                .body("{\"model\":\"nobody\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .post("/v1/chat/completions")
                .then()
                .statusCode(429)
                .body("error.type", equalTo("rate_limit_error"));
        with(key).get("/v1/jobs").then().statusCode(200);
    }

    @Test
    void a_keys_own_limit_holds_within_its_tenants() {
        // Given
        String tenant = tenant("{\"requests_per_day\":100,\"policy\":\"reject\"}");
        String narrow =
                key(tenant, "{\"scopes\":[\"submit\"],\"quota\":{\"tokens_per_month\":60,\"policy\":\"reject\"}}");
        String wide = key(tenant, "{\"scopes\":[\"submit\"]}");

        // Then
        with(narrow).body(JOB).post("/v1/jobs").then().statusCode(202);
        with(narrow)
                .body(JOB)
                .post("/v1/jobs")
                .then()
                .statusCode(429)
                .header("RateLimit", matchesPattern("\"key_tokens_per_month\";r=\\d;t=\\d+"));
        with(wide).body(JOB).post("/v1/jobs").then().statusCode(202);
        admin().get("/ops/tenants/" + tenant + "/keys")
                .then()
                .body("data[0].quota.tokens_per_month", equalTo(60))
                .body("data[0].quota.policy", equalTo("reject"))
                .body("data[1].quota", anEmptyMap());
    }

    @Test
    void a_cancelled_job_gives_its_tokens_back() {
        // Given
        String tenant = tenant("{\"tokens_per_month\":60,\"policy\":\"reject\"}");
        String key = key(tenant, "{\"scopes\":[\"read\",\"submit\"]}");
        String job = with(key)
                .body(JOB)
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        with(key).body(JOB).post("/v1/jobs").then().statusCode(429);

        // When
        with(key).post("/v1/jobs/" + job + "/cancel").then().statusCode(200);

        // Then
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> with(key).body(JOB).post("/v1/jobs").statusCode() == 202);
    }

    @Test
    void a_quota_is_changed_as_a_whole_and_taken_away() {
        // Given
        String tenant = tenant("{\"requests_per_day\":0,\"policy\":\"reject\"}");
        String key = key(tenant, "{\"scopes\":[\"submit\"]}");
        with(key).body(JOB).post("/v1/jobs").then().statusCode(429);

        // When
        admin().body("{\"quota\":null}")
                .patch("/ops/tenants/" + tenant)
                .then()
                .statusCode(200)
                .body("quota", anEmptyMap());

        // Then
        with(key).body(JOB).post("/v1/jobs").then().statusCode(202);
    }

    @Test
    void a_job_over_its_quota_waits_until_it_is_raised() {
        try (StandInWorker working = worker()) {
            // Given
            String tenant = tenant("{\"requests_per_month\":1}");
            String key = key(tenant, "{\"scopes\":[\"read\",\"submit\"]}");
            String first = submit(key);
            awaitStatus(key, first, "completed");

            // When
            String second = submit(key);

            // Then
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> with(key)
                            .get("/v1/jobs/" + second)
                            .then()
                            .body("status", equalTo("queued"))
                            .body("queue.waiting_for", equalTo("quota"))
                            .body("queue.estimated_start_at", equalTo((int) nextMonth())));

            // When
            admin().body("{\"quota\":{\"requests_per_month\":2}}")
                    .patch("/ops/tenants/" + tenant)
                    .then()
                    .statusCode(200)
                    .body("quota.policy", equalTo("wait"));

            // Then
            awaitStatus(key, second, "completed");
        }
    }

    @Test
    void a_synchronous_call_over_its_quota_waits_as_any_job_does() throws Exception {
        try (StandInWorker working = worker();
                ExecutorService client = Executors.newVirtualThreadPerTaskExecutor()) {
            // Given
            String tenant = tenant("{\"requests_per_month\":0}");
            String key = key(tenant, "{\"scopes\":[\"read\",\"submit\"]}");

            // When
            Future<Response> call = client.submit(
                    () -> with(key).body(MESSAGES.formatted("mock/small")).post("/v1/chat/completions"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> "quota".equals(with(key).get("/v1/jobs").path("data[0].queue.waiting_for")));
            admin().body("{\"quota\":null}").patch("/ops/tenants/" + tenant);

            // Then
            call.get().then().statusCode(200);
        }
    }

    @Test
    void the_door_is_closed_when_enough_jobs_wait_and_to_what_never_fits() {
        // Given
        String key = key(tenant("{\"waiting_jobs\":1,\"tokens_per_day\":100}"), "{\"scopes\":[\"submit\"]}");
        with(key).body(JOB).post("/v1/jobs").then().statusCode(202);

        // Then
        with(key)
                .body(JOB)
                .post("/v1/jobs")
                .then()
                .statusCode(429)
                .header("Retry-After", equalTo("5"))
                .header("RateLimit", equalTo("\"waiting_jobs\";r=0;t=5"))
                .header("RateLimit-Policy", equalTo("\"waiting_jobs\";q=1"));
        with(key)
                .body(JOB.replace("50", "500"))
                .post("/v1/jobs")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("max_tokens"));
    }

    private StandInWorker worker() {
        return new StandInWorker(backbone.connections(), settings.kafka(), settings.redis());
    }

    private static long nextMonth() {
        return YearMonth.now(ZoneOffset.UTC)
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toEpochSecond();
    }

    private static String submit(String key) {
        return with(key)
                .body(JOB.replace("nobody", "mock/small"))
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static void awaitStatus(String key, String job, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> with(key).get("/v1/jobs/" + job).then().body("status", equalTo(status)));
    }

    @Test
    void what_is_wrong_with_a_quota_is_named() {
        problem("{\"requests_per_day\":1,\"policy\":\"beg\"}", "quota.policy");
        problem("{\"requests_per_day\":-1,\"policy\":\"reject\"}", "quota.requests_per_day");
        problem("{\"requests_per_day\":1.5,\"policy\":\"reject\"}", "quota.requests_per_day");
        problem("{\"requests_per_year\":1,\"policy\":\"reject\"}", "quota.requests_per_year");
        problem("{\"concurrent_jobs\":-1}", "quota.concurrent_jobs");
        problem("{\"waiting_jobs\":1.5}", "quota.waiting_jobs");
        problem("[]", "quota");
    }

    private static void problem(String quota, String field) {
        admin().body("{\"name\":\"x\",\"quota\":" + quota + "}")
                .post("/ops/tenants")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem(field));
    }

    private static String tenant(String quota) {
        return admin().body("{\"name\":\"Acme\",\"quota\":" + quota + "}")
                .post("/ops/tenants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String key(String tenant, String body) {
        return admin().body(body)
                .post("/ops/tenants/" + tenant + "/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    private static RequestSpecification admin() {
        return with(RealBackbone.KEY);
    }

    private static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
    }
}
