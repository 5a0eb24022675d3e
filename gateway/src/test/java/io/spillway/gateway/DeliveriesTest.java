package io.spillway.gateway;

import com.standardwebhooks.Webhook;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.webhook.Sink;
import jakarta.inject.Inject;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

/** From a job that ends to an endpoint that knows it. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class DeliveriesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    KeyRing keys;

    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    private static StandInWorker worker;
    private final List<Sink> sinks = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeEach
    void somebodyCanComeIn() {
        Awaitility.await().atMost(PATIENCE).until(keys::hasKeys);
        Awaitility.await().atMost(PATIENCE).until(() -> caller().get("/v1/jobs").statusCode() == 200);
        if (worker == null) {
            worker = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis());
        }
    }

    @AfterEach
    void nothingIsLeft() {
        List<String> ids = caller().get("/v1/webhooks").path("data.id");
        ids.forEach(id -> caller().delete("/v1/webhooks/" + id));
        over.countDown();
        sinks.forEach(Sink::close);
    }

    @AfterAll
    static void goHome() {
        worker.close();
        worker = null;
    }

    @Test
    void theEndOfAJobIsToldAndTheReferenceVerifierAcceptsIt() {
        // Given
        Sink sink = sink(Sink.status(202));
        JsonPath endpoint = endpoint(sink, "");

        // When
        String job = ended(endpoint.getString("id"));
        Sink.Received got = received(sink, 1).getFirst();

        // Then
        assertThatCode(() -> new Webhook(endpoint.getString("secret"))
                        .verify(got.body(), HttpHeaders.of(got.headers(), (_, _) -> true)))
                .doesNotThrowAnyException();
        JsonPath body = JsonPath.from(got.body());
        assertThat(body.getString("type")).isEqualTo("job.completed");
        assertThat(body.<Object>get("data"))
                .isEqualTo(caller().get("/v1/jobs/" + job).jsonPath().get("$"));
        assertThat(got.header("webhook-id")).isEqualTo(delivery(job));
        awaitState(endpoint, "delivered")
                .body("data.id", contains(delivery(job)))
                .body("data[0].webhook", equalTo(endpoint.getString("id")))
                .body("data[0].job", equalTo(job))
                .body("data[0].type", equalTo("job.completed"))
                .body("data[0].next_attempt_at", nullValue())
                .body("data[0].attempts.status", contains(202))
                .body("data[0].attempts[0].error", nullValue())
                .body("has_more", equalTo(false));
    }

    @Test
    void afterARotationBothSecretsVerifyWhatIsToldOfAJob() {
        // Given
        Sink sink = sink(Sink.status(200));
        JsonPath before = endpoint(sink, "");
        String rotated = caller().post("/v1/webhooks/" + before.getString("id") + "/rotate-secret")
                .path("secret");

        // When
        ended(before.getString("id"));
        Sink.Received got = received(sink, 1).getFirst();

        // Then
        assertThat(got.header("webhook-signature").split(" ")).hasSize(2);
        for (String secret : List.of(before.getString("secret"), rotated)) {
            assertThatCode(() -> new Webhook(secret).verify(got.body(), HttpHeaders.of(got.headers(), (_, _) -> true)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void whatFailedComesAgainUnderTheSameIdAndBothAttemptsAreKept() {
        // Given: a redirect, which is not followed, and then an answer
        AtomicInteger calls = new AtomicInteger();
        Sink elsewhere = sink(Sink.status(200));
        Sink sink = sink(out -> (calls.getAndIncrement() == 0
                        ? Sink.status(302, "Location: " + elsewhere.url())
                        : Sink.status(200))
                .write(out));
        JsonPath endpoint = endpoint(sink, "");

        // When
        String job = ended(endpoint.getString("id"));
        ValidatableResponse delivered = awaitState(endpoint, "delivered");

        // Then
        delivered
                .body("data[0].attempts.status", contains(302, 200))
                .body("data[0].attempts[0].error", containsString("2xx"));
        assertThat(sink.received).extracting(got -> got.header("webhook-id")).containsOnly(delivery(job));
        assertThat(elsewhere.received).isEmpty();
    }

    @Test
    void anEndpointThatSaysGoneIsDisabledAndNoJobCanNameItAnyMore() {
        // Given
        Sink sink = sink(Sink.status(410));
        JsonPath endpoint = endpoint(sink, "");

        // When
        ended(endpoint.getString("id"));
        awaitState(endpoint, "given_up").body("data[0].attempts.status", contains(410));

        // Then
        caller().get("/v1/webhooks/" + endpoint.getString("id")).then().body("enabled", equalTo(false));
        submitted(endpoint.getString("id"))
                .statusCode(422)
                .body("errors.field", contains("webhook.endpoint"))
                .body("errors.message", contains(containsString("not enabled")));
    }

    @Test
    void onlyWhatAnEndpointAskedForIsTold() {
        // Given
        Sink sink = sink(Sink.status(200));
        JsonPath endpoint = endpoint(sink, ", \"events\": [\"job.failed\"]");

        // When: once the end can be seen, its delivery is queued; then it goes without a message
        ended(endpoint.getString("id"));
        awaitDeliveries(endpoint, found -> found.getList("data").isEmpty());

        // Then
        assertThat(sink.received).isEmpty();
    }

    @Test
    void aMessageIsSentAgainOnRequest() {
        // Given
        Sink sink = sink(Sink.status(200));
        JsonPath endpoint = endpoint(sink, "");
        String job = ended(endpoint.getString("id"));
        awaitState(endpoint, "delivered");

        // When
        caller().post("/v1/webhooks/deliveries/" + delivery(job) + "/redeliver")
                .then()
                .statusCode(202)
                .body("state", equalTo("pending"));
        List<Sink.Received> both = received(sink, 2);

        // Then
        assertThat(both).extracting(got -> got.header("webhook-id")).containsOnly(delivery(job));
        awaitDeliveries(
                endpoint,
                found -> found.getList("data.state").equals(List.of("delivered"))
                        && found.getList("data[0].attempts").size() == 2);
        caller().post("/v1/webhooks/deliveries/msg_nobody_completed/redeliver")
                .then()
                .statusCode(404);
    }

    @Test
    void aDeletedJobAndADeletedEndpointAreToldNothingMore() {
        // Given
        Sink sink = sink(Sink.status(500));
        JsonPath endpoint = endpoint(sink, "");
        String job = ended(endpoint.getString("id"));
        received(sink, 1);

        // When
        caller().delete("/v1/jobs/" + job).then().statusCode(204);

        // Then
        deliveries(endpoint).body("data", hasSize(0));
        caller().delete("/v1/webhooks/" + endpoint.getString("id")).then().statusCode(204);
        caller().get("/v1/webhooks/" + endpoint.getString("id") + "/deliveries")
                .then()
                .statusCode(404);
    }

    @Test
    void anEndpointThatHangsDoesNotSlowAnother() {
        // Given: more messages for it than may be under way
        Sink hanging = sink(_ -> over.await());
        Sink well = sink(Sink.status(200));
        String trouble = endpoint(hanging, "").getString("id");
        JsonPath other = endpoint(well, "");
        for (int i = 0; i < 12; i++) {
            ended(trouble);
        }
        received(hanging, 1);

        // When
        ended(other.getString("id"));

        // Then: it has its message while the others still hang
        awaitState(other, "delivered");
        assertThat(over.getCount()).isEqualTo(1);
    }

    @Test
    void anOperatorSeesHowEveryEndpointStands() {
        // Given
        Sink sink = sink(Sink.status(503, "Retry-After: 3600"));
        JsonPath endpoint = endpoint(sink, "");
        ended(endpoint.getString("id"));
        awaitDeliveries(endpoint, found -> found.getList("data[0].attempts").size() == 1);

        // Then
        String one = "data.find { it.id == '" + endpoint.getString("id") + "' }.";
        caller().get("/ops/webhooks?limit=100")
                .then()
                .statusCode(200)
                .body(one + "tenant", equalTo("default"))
                .body(one + "url", equalTo(sink.url().toString()))
                .body(one + "enabled", equalTo(true))
                .body(one + "pending", equalTo(1))
                .body(one + "failures", equalTo(1))
                .body(one + "last_status", equalTo(503))
                .body(one + "last_error", containsString("2xx"));
        caller().get("/ops/webhooks?after=zzz").then().statusCode(200).body("data", hasSize(0));
        caller().get("/ops/webhooks?tenant=x").then().statusCode(400).body("errors.field", contains("tenant"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"endpoint\": \"whe_00000000000000000000\"} | webhook.endpoint",
                "{\"endpoint\": \"../default/x\"} | webhook.endpoint",
                "{\"endpoint\": \"\"} | webhook.endpoint",
                "{\"url\": \"https://8.8.8.8\"} | webhook.endpoint",
                "\"whe_00000000000000000000\" | webhook"
            })
    void aJobThatNamesNobodyIsRefusedByItsField(String webhook, String field) {
        // When
        ValidatableResponse posted = caller().body("{\"prompt\": \"hi\", \"webhook\": " + webhook + "}")
                .post("/v1/jobs")
                .then();
        ValidatableResponse put = caller().body("{\"prompt\": \"hi\", \"webhook\": " + webhook + "}")
                .put("/v1/jobs/named-" + UUID.randomUUID())
                .then();

        // Then
        posted.statusCode(422).body("errors.field", hasItem(field));
        put.statusCode(422).body("errors.field", hasItem(field));
    }

    @Test
    void deliveriesAreListedInPagesAndAMistakeIsNamed() {
        // Given
        Sink sink = sink(Sink.status(200));
        JsonPath endpoint = endpoint(sink, "");
        String list = "/v1/webhooks/" + endpoint.getString("id") + "/deliveries";
        String first = ended(endpoint.getString("id"));
        String second = ended(endpoint.getString("id"));

        // Then
        caller().get(list + "?limit=1")
                .then()
                .body("data.job", contains(second))
                .body("last_id", equalTo(delivery(second)))
                .body("has_more", equalTo(true));
        caller().get(list + "?limit=1&after=" + delivery(second))
                .then()
                .body("data.job", contains(first))
                .body("has_more", equalTo(false));
        caller().get(list + "?limit=0").then().statusCode(400).body("errors.field", contains("limit"));
        caller().get(list + "?after=x").then().statusCode(400).body("errors.field", contains("after"));
        caller().get(list + "?state=x").then().statusCode(400).body("errors.field", contains("state"));
        caller().get("/v1/webhooks/whe_nobody/deliveries").then().statusCode(404);
        given().get(list).then().statusCode(401);
    }

    private Sink sink(Sink.Answer answer) {
        Sink sink = new Sink(answer);
        sinks.add(sink);
        return sink;
    }

    private static JsonPath endpoint(Sink sink, String more) {
        return caller().body("{\"url\": \"" + sink.url() + "\"" + more + "}")
                .post("/v1/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static ValidatableResponse submitted(String endpoint) {
        return caller().body("{\"prompt\": \"hello\", \"webhook\": {\"endpoint\": \"" + endpoint + "\"}}")
                .post("/v1/jobs")
                .then();
    }

    private static String ended(String endpoint) {
        String job = submitted(endpoint).statusCode(202).extract().path("id");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> caller().header("Prefer", "wait=10")
                        .get("/v1/jobs/" + job)
                        .path("status")
                        .equals("completed"));
        return job;
    }

    private static List<Sink.Received> received(Sink sink, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> sink.received.size() >= count);
        return sink.received;
    }

    private static String delivery(String job) {
        return "msg_" + job.substring("job_".length()) + "_completed";
    }

    private static ValidatableResponse deliveries(JsonPath endpoint) {
        return caller().get("/v1/webhooks/" + endpoint.getString("id") + "/deliveries")
                .then()
                .statusCode(200);
    }

    private static void awaitDeliveries(JsonPath endpoint, Predicate<JsonPath> so) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> so.test(deliveries(endpoint).extract().jsonPath()));
    }

    private static ValidatableResponse awaitState(JsonPath endpoint, String state) {
        awaitDeliveries(endpoint, found -> found.getList("data.state").equals(List.of(state)));
        return deliveries(endpoint);
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY).contentType(ContentType.JSON);
    }
}
