package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class WebhooksTest {
    @Inject
    KeyRing keys;

    @BeforeEach
    void somebodyCanComeIn() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(keys::hasKeys);
    }

    @AfterEach
    void nothingIsLeft() {
        List<String> ids = caller().get("/v1/webhooks").path("data.id");
        ids.forEach(id -> caller().delete("/v1/webhooks/" + id));
    }

    @Test
    void anEndpointIsRegisteredSeenChangedAndDeleted() {
        // When
        String id = created("{\"url\": \"https://8.8.8.8/hook\", \"events\": [\"job.failed\"]}")
                .header("Location", matchesPattern("/v1/webhooks/whe_[0-9a-v]{20}"))
                .body("object", equalTo("webhook"))
                .body("url", equalTo("https://8.8.8.8/hook"))
                .body("events", contains("job.failed"))
                .body("enabled", equalTo(true))
                .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="))
                .extract()
                .path("id");

        // Then
        caller().get("/v1/webhooks/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("$", not(hasKey("secret")));
        caller().get("/v1/webhooks").then().body("data.id", contains(id)).body("has_more", equalTo(false));
        caller().body("{\"enabled\": false}")
                .patch("/v1/webhooks/" + id)
                .then()
                .statusCode(200)
                .body("enabled", equalTo(false))
                .body("events", contains("job.failed"));
        caller().delete("/v1/webhooks/" + id).then().statusCode(204);
        caller().get("/v1/webhooks/" + id).then().statusCode(404);
        caller().delete("/v1/webhooks/" + id).then().statusCode(404);
    }

    @Test
    void aRotationGivesANewSecretBesideTheOldOne() {
        // Given
        ValidatableResponse made = created("{\"url\": \"https://8.8.8.8/hook\"}");
        String id = made.extract().path("id");
        String before = made.extract().path("secret");

        // When
        ValidatableResponse rotated =
                caller().post("/v1/webhooks/" + id + "/rotate-secret").then().statusCode(200);

        // Then
        made.body("previous_secret_until", nullValue())
                .body("events", hasItems("job.completed", "job.failed", "job.cancelled", "job.expired"));
        rotated.body("secret", not(equalTo(before))).body("previous_secret_until", notNullValue());
    }

    @Test
    void aTestSaysWhatBecameOfIt() {
        // Given
        String id = created("{\"url\": \"http://127.0.0.1:1/hook\"}").extract().path("id");

        // Then
        caller().post("/v1/webhooks/" + id + "/test")
                .then()
                .statusCode(200)
                .body("delivered", equalTo(false))
                .body("status", nullValue())
                .body("detail", containsString("no answer"));
    }

    @Test
    void aTenantHasSoManyAndNoMore() {
        // Given
        for (int i = 0; i < 20; i++) {
            caller().body("{\"url\": \"https://8.8.8.8/" + i + "\"}").post("/v1/webhooks");
        }

        // Then
        caller().get("/v1/webhooks").then().body("data", hasSize(20));
        caller().body("{\"url\": \"https://8.8.8.8/x\"}")
                .post("/v1/webhooks")
                .then()
                .statusCode(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://8.8.8.8/x",
                "https://10.0.0.1/x",
                "https://169.254.169.254/latest/meta-data",
                "https://[::ffff:169.254.169.254]/x",
                "https://[64:ff9b::a00:1]/x",
                "https://2130706433/x",
                "https://user:pass@8.8.8.8/x",
                "gopher://8.8.8.8/x"
            })
    void aUrlThatLeadsInsideIsRefusedWithItsField(String url) {
        caller().body("{\"url\": \"" + url + "\"}")
                .post("/v1/webhooks")
                .then()
                .statusCode(422)
                .body("errors.field", contains("url"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | url",
                "{\"url\": 5} | url",
                "{\"url\": \"https://8.8.8.8\", \"events\": []} | events",
                "{\"url\": \"https://8.8.8.8\", \"events\": [\"job.born\"]} | events[0]",
                "{\"url\": \"https://8.8.8.8\", \"secret\": \"mine\"} | secret"
            })
    void aMistakeIsNamedByItsField(String body, String field) {
        caller().body(body).post("/v1/webhooks").then().statusCode(422).body("errors.field", hasItem(field));
    }

    @Test
    void withoutAKeyThereIsNothing() {
        given().get("/v1/webhooks").then().statusCode(401);
        given().queryParam("format", "json")
                .get("/openapi")
                .then()
                .body(
                        "paths.keySet()",
                        hasItems(
                                "/v1/webhooks",
                                "/v1/webhooks/{id}",
                                "/v1/webhooks/{id}/rotate-secret",
                                "/v1/webhooks/{id}/test"));
    }

    private static ValidatableResponse created(String body) {
        return caller().body(body).post("/v1/webhooks").then().statusCode(201);
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY).contentType(ContentType.JSON);
    }
}
