package io.spillway.journey;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

@Order(3)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final int LIMIT = 10 * 1024 * 1024;
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"refuse me\"}]";

    private Cluster cluster;
    private Front front;

    @BeforeAll
    void open() {
        cluster = Cluster.calm();
        front = cluster.front();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aWrongBodyIsRefusedByTheNameOfItsField(String body, int status, String named) {
        // Given
        long before = cluster.logged();
        // When
        Response answer =
                front.asking().contentType("application/json").body(body).post("/v1/jobs");
        // Then
        assertProblem(answer, status);
        assertThat(answer.asString()).contains(named);
        assertThat(cluster.logged()).as("nothing queued").isEqualTo(before);
    }

    static List<Arguments> bodies() {
        return List.of(
                argumentSet("malformed", "{\"model\": ", 400, "model"),
                argumentSet("empty", "", 400, "body"),
                argumentSet("not an object", "[1,2]", 400, "body"),
                argumentSet("a field twice", "{\"model\":\"default\",\"model\":\"x\"," + HELLO + "}", 400, "model"),
                argumentSet("deep", "{\"metadata\":" + "[".repeat(3000) + "]".repeat(3000) + "}", 400, "metadata[0]"),
                argumentSet("unknown field", "{\"max_token\":5," + HELLO + "}", 422, "max_token"),
                argumentSet("unknown model", "{\"model\":\"openai/none\"," + HELLO + "}", 404, "model"),
                argumentSet("model a number", "{\"model\":5," + HELLO + "}", 422, "model"),
                argumentSet("no messages", "{\"model\":\"default\"}", 422, "messages"),
                argumentSet("empty messages", "{\"messages\":[]}", 422, "messages"),
                argumentSet("messages a string", "{\"messages\":\"hello\"}", 422, "messages"),
                argumentSet("no role", "{\"messages\":[{\"content\":\"x\"}]}", 422, "messages[0].role"),
                argumentSet("no content", "{\"messages\":[{\"role\":\"user\"}]}", 422, "messages[0].content"),
                argumentSet("temperature too high", "{\"temperature\":3," + HELLO + "}", 422, "temperature"),
                argumentSet("tokens a text", "{\"max_tokens\":\"5\"," + HELLO + "}", 422, "max_tokens"),
                argumentSet("tokens negative", "{\"max_tokens\":-1," + HELLO + "}", 422, "max_tokens"),
                argumentSet("tokens huge", "{\"max_tokens\":1e400," + HELLO + "}", 400, "max_tokens"),
                argumentSet("no such type", "{\"type\":\"video\"," + HELLO + "}", 422, "type"),
                argumentSet("priority", "{\"priority\":10," + HELLO + "}", 422, "priority"),
                argumentSet("end_by", "{\"end_by\":\"tomorrow\"," + HELLO + "}", 422, "end_by"),
                argumentSet("metadata", "{\"metadata\":{\"k\":1}," + HELLO + "}", 422, "metadata.k"));
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void aWrongEnvelopeIsRefused(UnaryOperator<RequestSpecification> wrong, int status) {
        // Given
        long before = cluster.logged();
        // When
        Response answer = wrong.apply(front.anonymous()).post("/v1/jobs");
        // Then
        assertProblem(answer, status);
        assertThat(cluster.logged()).as("nothing queued").isEqualTo(before);
    }

    static List<Arguments> envelopes() {
        String body = "{" + HELLO + "}";
        return List.of(
                argumentSet(
                        "no key",
                        envelope(it -> it.contentType("application/json").body(body)),
                        401),
                argumentSet(
                        "wrong key",
                        envelope(it -> it.contentType("application/json")
                                .header("Authorization", "Bearer sk-spill-wrong")
                                .body(body)),
                        401),
                argumentSet(
                        "key without its scheme",
                        envelope(it -> it.contentType("application/json")
                                .header("Authorization", key())
                                .body(body)),
                        401),
                argumentSet(
                        "key in the URL",
                        envelope(it -> it.contentType("application/json")
                                .queryParam("key", key())
                                .body(body)),
                        401),
                argumentSet(
                        "no content type",
                        envelope(it -> it.header("Authorization", "Bearer " + key())
                                .contentType("text/plain")
                                .body(body)),
                        415),
                argumentSet(
                        "too large",
                        envelope(it -> it.header("Authorization", "Bearer " + key())
                                .contentType("application/json")
                                .body("{\"input\":\"" + "x".repeat(LIMIT) + "\"}")),
                        413),
                argumentSet(
                        "an idempotency key without end",
                        envelope(it -> it.header("Authorization", "Bearer " + key())
                                .header("Idempotency-Key", "k".repeat(256))
                                .contentType("application/json")
                                .body(body)),
                        400));
    }

    private static UnaryOperator<RequestSpecification> envelope(UnaryOperator<RequestSpecification> wrong) {
        return wrong;
    }

    private static String key() {
        return Cluster.calm().front().key();
    }

    private static void assertProblem(Response answer, int status) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
        assertThat(answer.jsonPath().getString("detail")).isNotBlank();
    }
}
