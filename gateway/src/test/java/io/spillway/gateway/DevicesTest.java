package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class DevicesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String HOME = "{\"base_url\": \"http://192.168.1.50:8080/v1\", \"models\": [\"gemma\"]}";

    @Inject
    KeyRing keys;

    @BeforeEach
    void the_gateway_is_open() {
        Awaitility.await().atMost(LIMIT).until(keys::hasKeys);
    }

    @AfterEach
    void it_leaves() {
        with(RealBackbone.KEY).delete("/v1/devices/phone").then().statusCode(204);
        with(RealBackbone.KEY)
                .delete("/ops/targets/phone/gemma/exhaustion")
                .then()
                .statusCode(200);
    }

    @Test
    void a_device_is_there_from_its_first_word_to_its_last() {
        // When
        register(RealBackbone.KEY, HOME)
                .then()
                .statusCode(200)
                .body("alive", equalTo(true))
                .body("targets", contains("phone/gemma"));

        // Then
        with(RealBackbone.KEY)
                .get("/ops/devices")
                .then()
                .statusCode(200)
                .body("data.name", contains("phone"))
                .body("data[0].base_url", equalTo("http://192.168.1.50:8080/v1"))
                .body("data[0].models", contains("gemma"));

        // When
        with(RealBackbone.KEY).delete("/v1/devices/phone").then().statusCode(204);

        // Then
        with(RealBackbone.KEY)
                .get("/ops/devices")
                .then()
                .body("data[0].alive", equalTo(false))
                .body("data[0].base_url", nullValue());
        with(RealBackbone.KEY)
                .get("/ops/targets/phone/gemma")
                .then()
                .body("state", equalTo("unhealthy"))
                .body("keys[0].why", equalTo("the device has left"));

        // When
        register(RealBackbone.KEY, HOME).then().statusCode(200);

        // Then
        with(RealBackbone.KEY).get("/ops/targets/phone/gemma").then().body("state", equalTo("probing"));
    }

    @Test
    void a_device_that_falls_silent_is_gone_after_its_time() {
        // When
        register(RealBackbone.KEY, HOME.replace("}", ", \"ttl\": \"PT5S\"}"))
                .then()
                .statusCode(200);

        // Then
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(
                        () -> with(RealBackbone.KEY).get("/ops/devices").then().body("data[0].alive", equalTo(false)));
    }

    @Test
    void a_device_key_registers_and_nothing_else() {
        // Given
        String key = key("device");

        // Then
        register(key, HOME).then().statusCode(200);
        assertThat(with(key).get("/v1/jobs").statusCode()).isEqualTo(403);
        assertThat(with(key).get("/ops/devices").statusCode()).isEqualTo(403);
        assertThat(register(key("submit"), HOME).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/v1",
                "http://127.0.0.1:8080/v1",
                "http://169.254.169.254/latest",
                "http://[::1]:8080/v1",
                "http://[::ffff:127.0.0.1]/v1",
                "http://phone.local/v1",
                "http://192.168.1.50.evil.example/v1",
                "http://0300.0250.1.1/v1",
                "http://3232235777/v1",
                "http://user:word@192.168.1.50/v1",
                "http://192.168.1.50/v1?to=elsewhere",
                "http://192.168.1.50/v1#x",
                "ftp://192.168.1.50/v1",
                "192.168.1.50",
                "http:///v1"
            })
    void an_address_that_is_not_allowed_is_refused(String url) {
        // When
        Response answer = register(RealBackbone.KEY, "{\"base_url\": \"" + url + "\"}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("errors[0].field")).isEqualTo("base_url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.168.0.1/v1/", "https://192.168.255.254:8443", "http://[fd12::1]:8080/v1"})
    void an_address_that_is_allowed_is_taken(String url) {
        register(RealBackbone.KEY, "{\"base_url\": \"" + url + "\"}").then().statusCode(200);
    }

    @Test
    void a_mistake_is_named() {
        problem("{}", "base_url");
        problem(HOME.replace("}", ", \"ttl\": \"PT1S\"}"), "ttl");
        problem(HOME.replace("}", ", \"ttl\": \"PT2H\"}"), "ttl");
        problem(HOME.replace("[\"gemma\"]", "[]"), "models");
        problem(HOME.replace("models", "model"), "model");
        with(RealBackbone.KEY)
                .contentType(ContentType.JSON)
                .body(HOME)
                .put("/v1/devices/mock")
                .then()
                .statusCode(404);
    }

    private static void problem(String body, String field) {
        Response answer = register(RealBackbone.KEY, body);
        assertThat(answer.statusCode()).as(body).isEqualTo(422);
        assertThat(answer.jsonPath().getString("errors[0].field")).isEqualTo(field);
    }

    private static Response register(String key, String body) {
        return with(key).contentType(ContentType.JSON).body(body).put("/v1/devices/phone");
    }

    private static String key(String scope) {
        return with(RealBackbone.KEY)
                .contentType(ContentType.JSON)
                .body("{\"scopes\": [\"" + scope + "\"]}")
                .post("/ops/tenants/default/keys")
                .jsonPath()
                .getString("key");
    }

    private static RequestSpecification with(String key) {
        return RestAssured.given().header("Authorization", "Bearer " + key);
    }
}
