package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class SettingsTest {
    @Inject
    KeyRing keys;

    @BeforeEach
    void the_gateway_is_open() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> keys.hasKeys());
    }

    @AfterEach
    void all_is_as_the_file_says() {
        change("{\"fallback\": null, \"mode\": null, \"backup\": null}")
                .then()
                .statusCode(200)
                .body("fallback", equalTo(true))
                .body("mode", nullValue())
                .body("backup", nullValue());
    }

    @Test
    void what_is_set_counts_for_new_jobs_and_is_audited() {
        // When
        change("{\"mode\": \"nobody\", \"backup\": \"phone/gemma\"}").then().statusCode(200);

        // Then
        submit("{\"prompt\": \"x\"}").body("queue.targets.target", contains("mock/large", "phone/gemma"));
        submit("{\"prompt\": \"x\", \"model\": \"default\"}")
                .body("model", equalTo("default"))
                .body("queue.targets.target", contains("mock/large", "phone/gemma"));
        submit("{\"prompt\": \"x\", \"model\": \"mock/large\"}").body("queue.targets.target", contains("mock/large"));
        caller().get("/v1/availability?model=default")
                .then()
                .body("data[0].targets.target", contains("mock/large", "phone/gemma"));
        caller().get("/ops/audit?limit=1")
                .then()
                .body("data[0].path", equalTo("/ops/settings"))
                .body("data[0].from.mode", nullValue())
                .body("data[0].to.mode", equalTo("nobody"));

        // When
        change("{\"fallback\": false}").then().statusCode(200).body("mode", equalTo("nobody"));

        // Then
        submit("{\"prompt\": \"x\", \"model\": \"both\"}").body("queue.targets.target", contains("mock/large"));
    }

    @Test
    void a_mistake_is_named() {
        wrong("{\"mode\": \"no_such\"}", 422).body("errors.field", hasItem("mode"));
        wrong("{\"backup\": \"no/such\"}", 422).body("errors.field", hasItem("backup"));
        wrong("{\"fallback\": \"off\"}", 422).body("errors.field", hasItem("fallback"));
        wrong("{\"fallbak\": false}", 422).body("detail", containsString("fallback"));
    }

    @Test
    void a_provider_that_cannot_be_looked_at_is_said_so() {
        caller().get("/ops/providers")
                .then()
                .body("data.name", contains("mock", "phone"))
                .body("data[0].address", equalTo("http://127.0.0.1:9"))
                .body("data[0].kind", equalTo("openai"))
                .body("data[1].address", nullValue());
        caller().post("/ops/providers/phone/check").then().statusCode(409);
        caller().post("/ops/providers/nobody/check").then().statusCode(404);
    }

    private static ValidatableResponse submit(String body) {
        return caller().body(body).post("/v1/jobs").then().statusCode(202);
    }

    private static ValidatableResponse wrong(String body, int status) {
        return change(body).then().statusCode(status).contentType("application/problem+json");
    }

    private static Response change(String body) {
        return caller().body(body).patch("/ops/settings");
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY).contentType(ContentType.JSON);
    }
}
