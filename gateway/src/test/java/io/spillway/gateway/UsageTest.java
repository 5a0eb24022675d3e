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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

/** What was used, from the calls of a worker to the operator's table. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class UsageTest {
    private static final int JOBS = 5;

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
                .until(() -> with(RealBackbone.KEY).get("/v1/jobs").statusCode() == 200);
    }

    @Test
    void every_call_is_added_up_by_tenant_key_model_and_day() {
        // Given
        String tenant = with(RealBackbone.KEY)
                .body("{\"name\":\"Acme\"}")
                .post("/ops/tenants")
                .path("id");
        Map<String, String> key = with(RealBackbone.KEY)
                .body("{\"scopes\":[\"submit\",\"read\"]}")
                .post("/ops/tenants/" + tenant + "/keys")
                .jsonPath()
                .getMap("findAll { it.key != 'details' }");
        String day = LocalDate.now(ZoneOffset.UTC).toString();

        // When
        try (StandInWorker working = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis())) {
            for (int i = 0; i < JOBS; i++) {
                with(key.get("key"))
                        .body("{\"prompt\":\"x\"}")
                        .post("/v1/jobs")
                        .then()
                        .statusCode(202);
            }

            // Then
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> with(RealBackbone.KEY)
                            .get("/ops/usage?by=tenant,key,model,day&from=" + day)
                            .then()
                            .statusCode(200)
                            .body("data.findAll { it.tenant == '" + tenant + "' }.calls.sum()", equalTo(JOBS)));
        }
        Map<String, Object> row = with(RealBackbone.KEY)
                .get("/ops/usage?by=tenant,key,model&from=" + day)
                .jsonPath()
                .getMap("data.find { it.tenant == '" + tenant + "' }");
        assertThat(row)
                .containsEntry("key", key.get("id"))
                .containsEntry("model", "mock/small")
                .containsEntry("completed", JOBS)
                .containsEntry("input_tokens", JOBS)
                .containsEntry("output_tokens", 2 * JOBS)
                .containsEntry("cost", 1.25f)
                .doesNotContainKey("day");
        with(RealBackbone.KEY)
                .get("/ops/usage?by=tenant&format=csv&from=" + day)
                .then()
                .contentType(startsWith("text/csv"))
                .body(startsWith("tenant,calls,completed,input_tokens,output_tokens,cost\r\n"))
                .body(containsString(tenant + ",5,5,5,10,1.25\r\n"));
    }

    @Test
    void the_ledger_agrees_with_the_log() {
        with(RealBackbone.KEY)
                .get("/ops/usage/check")
                .then()
                .statusCode(200)
                .body("differences", empty())
                .body("records", greaterThan(-1));
    }

    @Test
    void days_without_calls_have_none_and_mistakes_are_named() {
        with(RealBackbone.KEY)
                .get("/ops/usage?from=2020-01-01&to=2020-01-31")
                .then()
                .statusCode(200)
                .body("data", empty())
                .body("to", equalTo("2020-01-31"));
        problem("by=colour", "by");
        problem("from=yesterday", "from");
        problem("to=2026-02-30", "to");
        problem("format=xml", "format");
    }

    private static void problem(String query, String field) {
        with(RealBackbone.KEY).get("/ops/usage?" + query).then().statusCode(400).body("errors.field", hasItem(field));
    }

    private static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
    }
}
