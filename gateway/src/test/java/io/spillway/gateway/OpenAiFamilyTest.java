package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class OpenAiFamilyTest {
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";
    private static final String PAGE = "https://app.example.com";

    @Inject
    KeyRing keys;

    @BeforeEach
    void there_is_a_key() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(keys::hasKeys);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("chat/completions", "{", "body", "malformed"),
                arguments("chat/completions", "{}", "messages", "invalid_value"),
                arguments("chat/completions", "{\"messages\":[]}", "messages", "invalid_value"),
                arguments(
                        "chat/completions",
                        "{\"messages\":[{\"content\":\"x\"}]}",
                        "messages[0].role",
                        "invalid_value"),
                arguments("chat/completions", "{\"temperature\":3," + HELLO + "}", "temperature", "invalid_value"),
                arguments(
                        "chat/completions",
                        "{\"service_tier\":\"slow\"," + HELLO + "}",
                        "service_tier",
                        "invalid_value"),
                arguments("chat/completions", "{\"metadata\":{\"k\":1}," + HELLO + "}", "metadata.k", "invalid_value"),
                arguments("chat/completions", "{\"spillway\":{}," + HELLO + "}", "spillway", "invalid_value"),
                arguments("embeddings", "{}", "input", "invalid_value"),
                arguments("embeddings", "{\"input\":\"x\",\"dimensions\":0}", "dimensions", "invalid_value"),
                arguments("embeddings", "{\"input\":\"x\",\"stream\":true}", "stream", "invalid_value"),
                arguments("audio/speech", "{\"voice\":\"alloy\"}", "input", "invalid_value"),
                arguments(
                        "audio/speech",
                        "{\"input\":\"x\",\"stream_format\":\"sse\"}",
                        "stream_format",
                        "invalid_value"),
                arguments("images/generations", "{\"prompt\":\"x\",\"n\":11}", "n", "invalid_value"),
                arguments("images/generations", "{\"prompt\":\"x\",\"size\":\"big\"}", "size", "invalid_value"),
                arguments("responses", "{}", "input", "invalid_value"),
                arguments("responses", "{\"input\":[]}", "input", "invalid_value"),
                arguments("responses", "{\"input\":[{\"role\":\"user\"}]}", "input[0].content", "invalid_value"),
                arguments("responses", "{\"input\":[{\"type\":\"computer_call\"}]}", "input[0].type", "invalid_value"),
                arguments(
                        "responses",
                        "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"file_id\":\"f\"}]}]}",
                        "input[0].content[0].image_url",
                        "invalid_value"),
                arguments(
                        "responses", "{\"input\":\"x\",\"max_output_tokens\":0}", "max_output_tokens", "invalid_value"),
                arguments("responses", "{\"input\":\"x\",\"conversation\":\"c\"}", "conversation", "invalid_value"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("mistakes")
    void a_mistake_is_named_in_openais_form(String path, String body, String param, String code) {
        caller().body(body)
                .post("/v1/" + path)
                .then()
                .statusCode(400)
                .contentType(ContentType.JSON)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.param", equalTo(param))
                .body("error.code", equalTo(code))
                .body("error.message", containsString(param));
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                arguments("x-spillway-priority", "10"),
                arguments("x-spillway-start-by", "tomorrow"),
                arguments("x-spillway-fallback", "perhaps"),
                arguments("x-spillway-timeout", "0"),
                arguments("x-spillway-detach", "1"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("headers")
    void a_header_that_makes_no_sense_is_named(String name, String value) {
        caller().header(name, value)
                .body("{" + HELLO + "}")
                .post("/v1/chat/completions")
                .then()
                .statusCode(400)
                .body("error.param", equalTo(name));
    }

    @Test
    void every_refusal_of_the_family_has_openais_form() {
        caller().get("/v1/models/none/such").then().statusCode(404).body("error.code", equalTo("model_not_found"));
        caller().body("{\"model\":\"none/such\"," + HELLO + "}")
                .post("/v1/chat/completions")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("model_not_found"))
                .body("error.param", equalTo("model"));
        given().get("/v1/models")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("error.code", equalTo("invalid_api_key"));
        caller().delete("/v1/chat/completions")
                .then()
                .statusCode(405)
                .body("error.type", equalTo("invalid_request_error"));
        caller().body("{\"input\":\"" + "x".repeat(10 * 1024 * 1024) + "\"}")
                .post("/v1/responses")
                .then()
                .statusCode(413)
                .body("error.code", equalTo("too_large"));
    }

    @Test
    void the_native_api_keeps_its_problems() {
        caller().body("{}")
                .post("/v1/jobs")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("error", nullValue());
    }

    @Test
    void models_are_routes_and_targets() {
        caller().get("/v1/models")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", hasItems("default", "both", "mock/small", "mock/vectors"))
                .body("data.find { it.id == 'both' }.targets", equalTo(List.of("mock/large", "mock/small")))
                .body("data.find { it.id == 'mock/vectors' }.types", equalTo(List.of("embedding")));
        caller().urlEncodingEnabled(false)
                .get("/v1/models/mock%2Fsmall")
                .then()
                .statusCode(200)
                .body("owned_by", equalTo("mock"));
    }

    @Test
    void a_page_of_a_listed_origin_may_call() {
        given().header("Origin", PAGE)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type,x-stainless-lang")
                .options("/v1/chat/completions")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", PAGE)
                .header("Access-Control-Allow-Methods", containsString("POST"))
                .header("Access-Control-Allow-Headers", containsString("Authorization"))
                .header("Access-Control-Allow-Headers", containsString("*"));
        caller().header("Origin", PAGE)
                .get("/v1/models")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", PAGE)
                .header("Access-Control-Expose-Headers", "*");
        given().header("Origin", PAGE)
                .get("/v1/models")
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", notNullValue());
    }

    @Test
    void a_page_of_another_origin_is_told_nothing() {
        given().header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/v1/chat/completions")
                .then()
                .statusCode(not(204))
                .header("Access-Control-Allow-Origin", nullValue());
        caller().header("Origin", "https://elsewhere.example")
                .get("/v1/models")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void the_family_is_described_with_examples() {
        // When
        String described =
                given().accept("application/json").get("/openapi?format=json").asString();

        // Then
        assertThat(described)
                .contains(
                        "createChatCompletion",
                        "createResponse",
                        "cancelResponse",
                        "listModels",
                        "ChatCompletionRequest")
                .contains("#/components/responses/OpenAiJobFailed", "#/components/parameters/SpillwayTimeout")
                .contains("has no answer yet and goes on", "data: [DONE]");
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY).contentType(ContentType.JSON);
    }
}
