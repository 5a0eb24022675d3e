package io.spillway.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

/** Files and batches at one gateway. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class BatchesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    @BeforeEach
    void the_gateway_is_open() {
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> caller().get("/v1/files").statusCode() == 200);
    }

    @Test
    void a_file_is_kept_listed_fetched_and_deleted() {
        // Given
        String text = "{\"a\": \"é " + UUID.randomUUID() + "\"}\n";

        // When
        String first = uploaded(text);
        String second = uploaded("{}");

        // Then
        caller().get("/v1/files/" + first)
                .then()
                .statusCode(200)
                .body("id", startsWith("file-"))
                .body("object", equalTo("file"))
                .body("bytes", equalTo(text.getBytes(StandardCharsets.UTF_8).length))
                .body("filename", equalTo("lines.jsonl"))
                .body("purpose", equalTo("batch"))
                .body("status", equalTo("processed"));
        assertThat(content(first)).isEqualTo(text);
        JsonPath page = caller().get("/v1/files?limit=1").jsonPath();
        assertThat(page.getString("data[0].id")).isEqualTo(second);
        assertThat(page.getBoolean("has_more")).isTrue();
        caller().get("/v1/files?after=" + second).then().body("data[0].id", equalTo(first));
        caller().delete("/v1/files/" + first).then().statusCode(200).body("deleted", equalTo(true));
        caller().get("/v1/files/" + first + "/content").then().statusCode(404);
        caller().get("/v1/files").then().body("data.id", not(hasItem(first))).body("data.id", hasItem(second));
    }

    @Test
    void a_file_that_makes_no_sense_is_refused_by_its_field() {
        caller().multiPart("purpose", "batch")
                .post("/v1/files")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("file"));
        caller().multiPart("file", "lines.jsonl", "{}".getBytes(StandardCharsets.UTF_8))
                .multiPart("purpose", "fine-tune")
                .post("/v1/files")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("purpose"));
        caller().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/files")
                .then()
                .statusCode(415);
        caller().get("/v1/files/file-none").then().statusCode(404).body("error.code", equalTo("not_found"));
        caller().get("/v1/files?limit=0").then().statusCode(400).body("error.param", equalTo("limit"));
        caller().get("/v1/files?after=file-x").then().statusCode(400).body("error.param", equalTo("after"));
    }

    @Test
    void a_file_that_is_too_large_is_refused_before_it_is_sent() throws IOException {
        // When
        String answer;
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
            socket.getOutputStream()
                    .write(("POST /v1/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + RealBackbone.KEY
                                    + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 209800000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
        }

        // Then
        assertThat(answer).isEqualTo("HTTP/1.1 413");
    }

    @Test
    void every_line_of_a_batch_has_its_answer_or_its_error() throws IOException {
        // Given
        String file = uploaded(line("one", "{%s}", "first") + "\n\n" + line("two", "{%s,\"temperature\":9}", "second")
                + "\n" + line("three", "{%s}", "third") + "\n" + line("four", "{%s,\"stream\":true}", "fourth"));
        JsonPath ended;

        // When
        try (StandInWorker worker = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis())) {
            String batch = begun(file).jsonPath().getString("id");
            ended = awaited(batch, "completed");
        }

        // Then
        assertThat(ended.getMap("request_counts")).isEqualTo(Map.of("total", 4, "completed", 2, "failed", 2));
        assertThat(ended.getString("metadata.k")).isEqualTo("v");
        assertThat(ended.getLong("completed_at")).isPositive();
        Map<String, JsonNode> answers = lines(ended.getString("output_file_id"));
        assertThat(answers).containsOnlyKeys("one", "three");
        assertThat(answers.get("three").at("/response/status_code").asInt()).isEqualTo(200);
        assertThat(answers.get("three")
                        .at("/response/body/choices/0/message/content")
                        .asText())
                .isEqualTo("third");
        Map<String, JsonNode> errors = lines(ended.getString("error_file_id"));
        assertThat(errors).containsOnlyKeys("two", "four");
        assertThat(errors.get("two").at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(errors.get("two").at("/response/body/error/param").asText()).isEqualTo("temperature");
        assertThat(errors.get("four").at("/response/body/error/param").asText()).isEqualTo("stream");
        caller().get("/v1/jobs/" + answers.get("one").at("/response/request_id").asText())
                .then()
                .statusCode(200)
                .body("status", equalTo("completed"));
    }

    @Test
    void bad_lines_are_named_by_their_numbers_and_nothing_is_begun() {
        // Given
        String good = line("same", "{%s}", "x");
        String file = uploaded(good + "\nno json\n" + good + "\n" + good.replace("\"POST\"", "\"GET\"") + "\n"
                + good.replace("/v1/chat/completions", "/v1/embeddings"));

        // When
        JsonPath failed = awaited(begun(file).jsonPath().getString("id"), "failed");

        // Then
        assertThat(failed.getList("errors.data.line")).containsExactly(2, 3, 4, 5);
        assertThat(failed.getList("errors.data.code"))
                .containsExactly("invalid_json_line", "duplicate_custom_id", "invalid_line", "invalid_line");
        assertThat(failed.getList("errors.data.param")).containsExactly(null, "custom_id", "method", "url");
        assertThat(failed.getString("output_file_id")).isNull();
    }

    @Test
    void a_cancelled_batch_says_what_was_not_done() throws IOException {
        // Given
        String file = uploaded(
                line("a", "{%s,\"model\":\"nobody\"}", "x") + "\n" + line("b", "{%s,\"model\":\"nobody\"}", "y"));
        String batch = begun(file).jsonPath().getString("id");
        JsonPath going = awaited(batch, "in_progress");

        // When
        try (StandInWorker reading = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis())) {
            caller().contentType(ContentType.JSON)
                    .post("/v1/batches/" + batch + "/cancel")
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("cancelling"));
            JsonPath cancelled = awaited(batch, "cancelled");

            // Then
            assertThat(going.getInt("request_counts.total")).isEqualTo(2);
            assertThat(cancelled.getLong("cancelled_at")).isPositive();
            assertThat(cancelled.getInt("request_counts.failed")).isEqualTo(2);
            Map<String, JsonNode> errors = lines(cancelled.getString("error_file_id"));
            assertThat(errors.get("b").at("/error/code").asText()).isEqualTo("batch_cancelled");
        }
        caller().contentType(ContentType.JSON)
                .post("/v1/batches/" + batch + "/cancel")
                .then()
                .statusCode(409);
    }

    @Test
    void a_batch_that_makes_no_sense_is_refused_by_its_field() {
        String file = uploaded("{}");
        refused("{\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\"}", "input_file_id");
        refused(
                "{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/models\",\"completion_window\":\"24h\"}".formatted(file),
                "endpoint");
        refused(
                "{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"1h\"}"
                        .formatted(file),
                "completion_window");
        caller().contentType(ContentType.JSON)
                .body("{\"input_file_id\":\"file-x\",\"endpoint\":\"/v1/embeddings\",\"completion_window\":\"24h\"}")
                .post("/v1/batches")
                .then()
                .statusCode(404)
                .body("error.message", containsString("no such file"));
        caller().get("/v1/batches/batch_none").then().statusCode(404);
    }

    private static void refused(String body, String param) {
        caller().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/batches")
                .then()
                .statusCode(400)
                .body("error.param", equalTo(param));
    }

    private static String line(String name, String body, String prompt) {
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]";
        return "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":%s}"
                .formatted(name, body.formatted(messages));
    }

    private static String uploaded(String text) {
        return caller().multiPart("file", "lines.jsonl", text.getBytes(StandardCharsets.UTF_8))
                .multiPart("purpose", "batch")
                .post("/v1/files")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static Response begun(String file) {
        return caller().contentType(ContentType.JSON)
                .body(("{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\","
                                + "\"metadata\":{\"k\":\"v\"}}")
                        .formatted(file))
                .post("/v1/batches")
                .then()
                .statusCode(200)
                .body("object", equalTo("batch"))
                .extract()
                .response();
    }

    private static JsonPath awaited(String batch, String status) {
        return Awaitility.await(batch + " is " + status)
                .atMost(LIMIT)
                .until(
                        () -> caller().get("/v1/batches/" + batch).jsonPath(),
                        seen -> seen.getString("status").equals(status));
    }

    private static Map<String, JsonNode> lines(String file) throws IOException {
        Map<String, JsonNode> lines = new HashMap<>();
        for (String text : content(file).lines().toList()) {
            JsonNode line = JSON.readTree(text);
            lines.put(line.path("custom_id").asText(), line);
        }
        return lines;
    }

    private static String content(String file) {
        Response answer = caller().get("/v1/files/" + file + "/content");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new String(answer.asByteArray(), StandardCharsets.UTF_8);
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY);
    }
}
