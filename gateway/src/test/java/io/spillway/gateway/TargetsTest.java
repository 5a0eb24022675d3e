package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class TargetsTest {
    private static final String SMALL = "/ops/targets/mock/small";
    private static final String LARGE = "/ops/targets/mock/large";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject
    KeyRing keys;

    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @BeforeEach
    void the_gateway_is_open() {
        Awaitility.await().atMost(LIMIT).until(keys::hasKeys);
    }

    @AfterEach
    void both_are_back() {
        caller().delete(SMALL + "/exhaustion").then().statusCode(200);
        caller().delete(LARGE + "/exhaustion").then().statusCode(200);
    }

    /** Waits until the state holds {@code key}, or does not. */
    private void awaitKept(String key, boolean wanted) {
        Awaitility.await(key)
                .atMost(LIMIT)
                .until(() -> backbone.connections().state().get(key).isPresent() == wanted);
    }

    @Test
    void what_is_taken_out_is_kept_in_the_log_until_it_is_put_back() {
        // Given
        String kept = "exhaustion:mock/small#0";

        // When
        caller().body("{\"for\": \"PT10M\", \"why\": \"maintenance\"}")
                .contentType("application/json")
                .post(SMALL + "/exhaustion")
                .then()
                .statusCode(200);

        // Then
        awaitKept(kept, true);
        caller().delete(SMALL + "/exhaustion").then().statusCode(200);
        awaitKept(kept, false);
    }

    @Test
    void targets_and_routes_are_listed_as_configured() {
        caller().get("/ops/targets")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.name", contains("mock/small", "mock/large", "mock/vectors", "phone/gemma"))
                .body("data[0].keySet()", hasItems("label", "limits", "price", "waiting", "running"))
                .body("data[0].provider", equalTo("mock"))
                .body("data[0].pool", equalTo("cloud"))
                .body("data[0].types", contains("chat"))
                .body("data[0].keys.number", contains(0));
        caller().get("/ops/targets/mock%2Fsmall").then().statusCode(200).body("name", equalTo("mock/small"));
        caller().get("/ops/routes")
                .then()
                .statusCode(200)
                .body("data.name", contains("default", "nobody", "both"))
                .body("data[2].targets.target", contains("mock/large", "mock/small"))
                .body("data[2].targets[0].patience", equalTo("PT2S"))
                .body("data[2].strategy", equalTo("ordered"))
                .body("data[2].attempts_per_target", equalTo(2))
                .body("data[2].backoff", contains("PT0.5S", "PT1S"));
    }

    @Test
    void a_target_goes_out_of_service_and_comes_back() {
        // When
        exhaust(SMALL, "{\"for\":\"PT10M\",\"why\":\"maintenance\"}")
                .then()
                .statusCode(200)
                .body("state", equalTo("disabled"))
                .body("until", notNullValue())
                .body("keys[0].kind", equalTo("operator"))
                .body("keys[0].why", equalTo("maintenance"));

        // Then
        model("mock/small")
                .then()
                .statusCode(200)
                .body("object", equalTo("availability"))
                .body("data[0].available", equalTo(false))
                .body("data[0].kind", equalTo("target"))
                .body("data[0].reason", equalTo("operator"))
                .body("data[0].until", notNullValue());
        model("both")
                .then()
                .body("data[0].available", equalTo(true))
                .body("data[0].targets[1].available", equalTo(false));

        // When
        caller().delete(SMALL + "/exhaustion")
                .then()
                .statusCode(200)
                .body("cleared", equalTo(true))
                .body("eligible_jobs", equalTo(0))
                .body("target.state", equalTo("probing"))
                .body("target.keys[0].allowed", equalTo(1));

        // Then
        model("mock/small")
                .then()
                .body("data[0].available", equalTo(true))
                .body("data[0].reason", nullValue())
                .body("data[0].until", nullValue());
        caller().delete(SMALL + "/exhaustion").then().statusCode(200).body("cleared", equalTo(false));
    }

    @Test
    @Timeout(30)
    void one_key_is_cleared_by_its_number_and_its_jobs_may_go() {
        // Given
        String job = caller().body("{\"prompt\":\"hi\",\"model\":\"nobody\"}")
                .post("/v1/jobs")
                .path("id");
        try (StandInWorker worker = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis())) {
            Awaitility.await().atMost(LIMIT).until(() -> caller().get(LARGE).<Integer>path("waiting") > 0);
        }
        exhaust(
                LARGE,
                "{\"key\":0,\"kind\":\"rate_limited\",\"until\":"
                        + (Instant.now().getEpochSecond() + 600) + "}");
        model("nobody").then().body("data[0].reason", equalTo("rate_limited"));

        // Then
        caller().get(LARGE).then().body("state", equalTo("exhausted"));
        model("nobody").then().body("data[0].kind", equalTo("route")).body("data[0].available", equalTo(false));
        caller().queryParam("key", "0")
                .delete(LARGE + "/exhaustion")
                .then()
                .statusCode(200)
                .body("cleared", equalTo(true))
                .body("eligible_jobs", greaterThan(0));
        caller().post("/v1/jobs/" + job + "/cancel").then().statusCode(200);
    }

    @Test
    void an_exhaustion_is_never_made_shorter() {
        // Given
        exhaust(SMALL, "{\"for\":\"PT1H\",\"why\":\"long\"}");

        // When
        exhaust(SMALL, "{\"for\":\"PT1M\",\"why\":\"short\"}")
                // Then
                .then()
                .body("keys[0].why", equalTo("long"));
    }

    @Test
    void bad_input_is_a_problem_that_names_the_field() {
        problem(exhaust(SMALL, "{"), 400);
        problem(exhaust(SMALL, "[]"), 400);
        problem(exhaust(SMALL, "{}"), 422).body("errors.field", hasItem("for"));
        problem(exhaust(SMALL, "{\"for\":\"PT1M\",\"until\":5}"), 422).body("errors.field", hasItem("for"));
        problem(exhaust(SMALL, "{\"for\":\"soon\"}"), 422).body("errors.field", hasItem("for"));
        problem(exhaust(SMALL, "{\"for\":\"P400D\"}"), 422).body("errors.field", hasItem("for"));
        problem(exhaust(SMALL, "{\"until\":5}"), 422).body("errors.field", hasItem("until"));
        problem(exhaust(SMALL, "{\"until\":\"x\"}"), 422).body("errors.field", hasItem("until"));
        problem(exhaust(SMALL, "{\"for\":\"PT1M\",\"key\":1}"), 422).body("errors.field", hasItem("key"));
        problem(exhaust(SMALL, "{\"for\":\"PT1M\",\"kind\":\"bored\"}"), 422).body("errors.field", hasItem("kind"));
        problem(exhaust(SMALL, "{\"for\":\"PT1M\",\"whyy\":\"x\"}"), 422).body("errors.field", hasItem("whyy"));
        problem(exhaust("/ops/targets/no/such", "{\"for\":\"PT1M\"}"), 404);
        problem(caller().get("/ops/targets/no/such"), 404);
        problem(caller().get("/ops/targets/nonsense"), 404);
        problem(caller().delete("/ops/targets/no/such/exhaustion"), 404);
        problem(caller().queryParam("key", "7").delete(SMALL + "/exhaustion"), 400)
                .body("errors.field", hasItem("key"));
        problem(caller().queryParam("key", "x").delete(SMALL + "/exhaustion"), 400);
        problem(model("no/such"), 404).body("errors.field", hasItem("model"));
        given().get("/v1/availability").then().statusCode(401);
        given().get(SMALL).then().statusCode(401);
        given().delete(SMALL + "/exhaustion").then().statusCode(401);
    }

    @Test
    @Timeout(30)
    void a_listener_is_told_everything_once_and_then_what_changes() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/availability/events"))
                .header("Authorization", "Bearer " + RealBackbone.KEY)
                .timeout(Duration.ofSeconds(20))
                .build();
        try (HttpClient client = HttpClient.newHttpClient();
                Stream<String> lines = client.send(request, HttpResponse.BodyHandlers.ofLines())
                        .body()) {
            Iterator<String> events = lines.filter(line -> line.startsWith("event:") || line.startsWith("data:"))
                    .iterator();
            // Then
            assertThat(events.next()).isEqualTo("event:snapshot");
            assertThat(models(events.next()))
                    .containsExactly(
                            "default", "nobody", "both", "mock/small", "mock/large", "mock/vectors", "phone/gemma");

            // When
            exhaust(SMALL, "{\"for\":\"PT10M\"}");

            // Then
            assertThat(change(events, "mock/small", false))
                    .contains("default", "both", "mock/small")
                    .doesNotContain("mock/vectors");

            // When
            caller().delete(SMALL + "/exhaustion");

            // Then
            assertThat(change(events, "mock/small", true)).doesNotContain("mock/vectors");
            client.shutdownNow();
        }
    }

    @Test
    void limits_and_weight_are_set_over_the_file_and_taken_back() {
        // When
        patch(SMALL, "{\"limits\": {\"concurrency\": 2, \"rpm\": 60}, \"weight\": 7}")
                .then()
                .statusCode(200)
                .body("limits.concurrency", equalTo(2))
                .body("weight", equalTo(7));
        patch(SMALL, "{\"limits\": {\"rpm\": null}}");

        // Then
        caller().get(SMALL)
                .then()
                .body("limits.concurrency", equalTo(2))
                .body("limits.rpm", nullValue())
                .body("weight", equalTo(7));
        awaitKept("target:mock/small", true);

        // When
        patch(SMALL, "{\"limits\": null, \"weight\": null}").then().body("limits.concurrency", nullValue());

        // Then
        awaitKept("target:mock/small", false);
    }

    @Test
    void a_target_is_disabled_until_it_is_enabled() {
        // When
        patch(SMALL, "{\"enabled\": false}").then().statusCode(200).body("state", equalTo("disabled"));

        // Then
        awaitKept("exhaustion:mock/small#0", true);

        // When
        patch(SMALL, "{\"enabled\": true}").then().statusCode(200).body("state", equalTo("probing"));

        // Then
        awaitKept("exhaustion:mock/small#0", false);
    }

    @Test
    void a_mistake_in_a_change_is_named() {
        problem(patch(SMALL, "{\"enabled\": 1}"), 422).body("errors.field", hasItem("enabled"));
        problem(patch(SMALL, "{\"limits\": {\"rpm\": 0}}"), 422).body("errors.field", hasItem("limits.rpm"));
        problem(patch(SMALL, "{\"limits\": {\"rps\": 1}}"), 422).body("errors.field", hasItem("limits.rps"));
        problem(patch(SMALL, "{\"weight\": -1}"), 422).body("errors.field", hasItem("weight"));
        problem(patch("/ops/targets/no/such", "{\"weight\": 1}"), 404);
        problem(caller().post("/ops/targets/no/such/test"), 404);
    }

    @Test
    @Timeout(90)
    void a_target_is_tried_with_a_real_call() {
        try (StandInWorker worker = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis())) {
            caller().post(SMALL + "/test")
                    .then()
                    .statusCode(200)
                    .body("target", equalTo("mock/small"))
                    .body("ok", equalTo(true))
                    .body("outcome", equalTo("completed"))
                    .body("took_ms", notNullValue())
                    .body("answer", equalTo("Say OK."))
                    .body("cost", equalTo(0.25f));
        }
    }

    private static Response patch(String target, String body) {
        return caller().body(body).patch(target);
    }

    @Test
    void targets_are_gauged() {
        // When
        exhaust(SMALL, "{\"for\":\"PT10M\"}");

        // Then
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> metrics().contains("spillway_target_available{target=\"mock/small\"} 0.0"));
        assertThat(metrics())
                .contains("spillway_target_available{target=\"mock/small\"} 0.0")
                .contains("spillway_target_available{target=\"mock/vectors\"} 1.0")
                .contains("spillway_target_waiting{target=\"mock/small\"}")
                .containsPattern("(?m)^spillway_jobs_waiting \\d");
    }

    @Test
    void it_is_described() {
        given().queryParam("format", "json")
                .get("/openapi")
                .then()
                .body(
                        "paths.keySet()",
                        hasItems(
                                "/ops/targets",
                                "/ops/targets/{target}",
                                "/ops/targets/{target}/exhaustion",
                                "/ops/targets/{target}/test",
                                "/ops/routes",
                                "/v1/availability",
                                "/v1/availability/events"));
    }

    private static RequestSpecification caller() {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + RealBackbone.KEY)
                .contentType(ContentType.JSON);
    }

    private static Response exhaust(String target, String body) {
        return caller().body(body).post(target + "/exhaustion");
    }

    private String metrics() {
        return given().get(management.resolve("/q/metrics")).asString();
    }

    /** The models of the first change that says this of {@code model}; jobs of other tests may come and go before. */
    private static List<String> change(Iterator<String> events, String model, boolean available) {
        while (true) {
            assertThat(events.next()).isEqualTo("event:changed");
            String data = events.next();
            if (data.contains("\"model\":\"" + model + "\",\"kind\":\"target\",\"available\":" + available)) {
                return models(data);
            }
        }
    }

    private static List<String> models(String data) {
        return JsonPath.from(data.substring("data:".length())).getList("data.model");
    }

    private static Response model(String model) {
        return caller().queryParam("model", model).get("/v1/availability");
    }

    private static ValidatableResponse problem(Response answer, int status) {
        return answer.then().statusCode(status).contentType("application/problem+json");
    }
}
