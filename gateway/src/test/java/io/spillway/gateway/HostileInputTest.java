package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.log.Topics;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Bodies that nobody means well with, against every described call that takes one. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class HostileInputTest {
    /** As {@link RealBackbone} configures it. */
    private static final int MOST_OPEN = 150;

    private static final int TOO_LARGE = 10 * 1024 * 1024 + 1;
    private static final String JOB = "{\"prompt\":\"x\",\"model\":\"nobody\"}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    KeyRing keys;

    @Inject
    BackboneSettings settings;

    private String tenant;
    private String key;

    /** It may submit one job: were anything charged, that one would not be let in. */
    @BeforeEach
    void a_tenant_has_one_job_left() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(keys::hasKeys);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> with(RealBackbone.KEY).get("/v1/jobs").statusCode() == 200);
        tenant = with(RealBackbone.KEY)
                .body("{\"name\":\"x\",\"quota\":{\"requests_per_month\":1,\"policy\":\"reject\"}}")
                .post("/ops/tenants")
                .path("id");
        key = with(RealBackbone.KEY)
                .body("{\"scopes\":[\"submit\",\"read\",\"device\",\"admin\"]}")
                .post("/ops/tenants/" + tenant + "/keys")
                .path("key");
    }

    @AfterEach
    void the_client_leaves() {
        client.shutdownNow();
    }

    @Test
    void what_is_no_json_object_is_refused_everywhere() throws Exception {
        // Given
        List<DescribedBodies.Call> calls = described().calls();
        Map<String, byte[]> bodies = HostileBodies.malformed();
        Map<String, String> own = own();
        long before = logged();
        SoftAssertions all = new SoftAssertions();

        // When
        for (DescribedBodies.Call call : calls) {
            for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
                HttpResponse<String> answer = ask(call, own, BodyPublishers.ofByteArray(body.getValue()));

                // Then
                String what = call.method() + " " + call.path() + ": " + body.getKey() + ": " + answer.body();
                all.assertThat(answer.statusCode()).as(what).isEqualTo(400);
                assertRefusal(all, what, answer);
            }
        }
        all.assertAll();
        assertThat(calls).hasSizeGreaterThan(12);
        assertNothingTaken(before);
    }

    @Test
    void a_field_of_a_wrong_type_is_refused_by_its_name() throws Exception {
        // Given
        DescribedBodies described = described();
        Map<String, String> own = own();
        long before = logged();
        SoftAssertions all = new SoftAssertions();

        // When
        int asked = 0;
        for (DescribedBodies.Call call : described.calls()) {
            for (DescribedBodies.Wrong wrong : described.wrong(call)) {
                HttpResponse<String> answer = ask(call, own, BodyPublishers.ofString(wrong.body()));
                asked++;

                // Then
                String what = call.method() + " " + call.path() + ": " + wrong.body() + ": " + answer.body();
                all.assertThat(answer.statusCode()).as(what).isIn(400, 422);
                all.assertThat(answer.body()).as(what).contains(wrong.field());
                assertRefusal(all, what, answer);
            }
        }
        all.assertAll();
        assertThat(asked).isGreaterThan(200);
        assertNothingTaken(before);
    }

    @Test
    void what_is_too_large_is_refused_before_it_is_read() throws Exception {
        // Given
        Map<String, String> own = own();
        long before = logged();
        SoftAssertions all = new SoftAssertions();

        // When: announced, and never sent
        for (DescribedBodies.Call call : described().calls()) {
            String answer = raw(RawCall.head(
                    call.method().toUpperCase(Locale.ROOT) + " " + path(call, own),
                    key,
                    "Content-Length: " + TOO_LARGE + "\r\n"));

            // Then
            all.assertThat(answer)
                    .as(call.method() + " " + call.path())
                    .startsWith("HTTP/1.1 413")
                    .contains("larger than 10 MiB");
        }

        // When: not announced
        for (String path : List.of("/v1/jobs", "/v1/chat/completions", "/v1/webhooks")) {
            HttpResponse<String> answer = send("POST", path, BodyPublishers.ofInputStream(HostileInputTest::endless));

            // Then
            all.assertThat(answer.statusCode()).as(path).isEqualTo(413);
            assertRefusal(all, path, answer);
        }

        // When: around the body
        String longLine = raw(RawCall.head("POST /v1/jobs?x=" + "y".repeat(10_000), key, "Connection: close\r\n"));
        String longHead =
                raw(RawCall.head("POST /v1/jobs", key, "X: " + "y".repeat(40_000) + "\r\n", "Connection: close\r\n"));

        // Then
        all.assertThat(longLine).startsWith("HTTP/1.0 414");
        all.assertThat(longHead).startsWith("HTTP/1.1 431");
        all.assertAll();
        assertNothingTaken(before);
    }

    @Test
    void a_body_that_drips_is_cut_off() throws Exception {
        // Given
        long before = logged();
        try (RawCall call = new RawCall();
                ScheduledExecutorService tap = Executors.newSingleThreadScheduledExecutor()) {
            call.send(RawCall.head("POST /v1/jobs", key, "Content-Length: 100000\r\n") + "{\"prompt\":\"");

            // When
            tap.scheduleAtFixedRate(() -> drip(call), 0, 200, TimeUnit.MILLISECONDS);
            String answer = call.answer();
            tap.shutdownNow();

            // Then
            assertThat(answer).startsWith("HTTP/1.1 408").contains("did not come within 6.0 s", "problem:too-slow");
        }
        assertNothingTaken(before);
    }

    @Test
    void a_tenant_has_only_so_many_calls_open() throws Exception {
        // Given
        String id = with(key).body(JOB).post("/v1/jobs").path("id");
        HttpRequest following = request("/v1/jobs/" + id + "/events")
                .timeout(Duration.ofSeconds(60))
                .build();
        List<CompletableFuture<HttpResponse<InputStream>>> asked = IntStream.range(0, MOST_OPEN)
                .mapToObj(_ -> client.sendAsync(following, HttpResponse.BodyHandlers.ofInputStream()))
                .toList();
        List<InputStream> streams = new ArrayList<>();
        for (CompletableFuture<HttpResponse<InputStream>> each : asked) {
            streams.add(each.get(60, TimeUnit.SECONDS).body());
        }

        // When
        with(key)
                .get("/v1/jobs/" + id)
                .then()
                // Then
                .statusCode(429)
                .header("Retry-After", "1")
                .body("detail", containsString("150 calls open"));
        with(RealBackbone.KEY).get("/v1/jobs").then().statusCode(200);
        with(key).get("/ops/tenants").then().statusCode(200);

        // When
        for (InputStream stream : streams) {
            stream.close();
        }

        // Then
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        with(key).get("/v1/jobs/" + id).then().statusCode(200).body("id", equalTo(id)));
    }

    /** The one job that the tenant had left is let in, the next is not; before, nothing was in the log or the ledger. */
    private void assertNothingTaken(long before) {
        assertThat(logged()).as("nothing queued").isEqualTo(before);
        with(RealBackbone.KEY)
                .get("/ops/usage?by=tenant")
                .then()
                .body("data.findAll { it.tenant == '" + tenant + "' }.size()", equalTo(0));
        with(key).body(JOB).post("/v1/jobs").then().statusCode(202);
        with(key).body(JOB).post("/v1/jobs").then().statusCode(429);
    }

    private static void assertRefusal(SoftAssertions all, String what, HttpResponse<String> answer) {
        boolean family = answer.body().startsWith("{\"error\"");
        all.assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .as(what)
                .startsWith(family ? "application/json" : "application/problem+json");
        all.assertThat(answer.body()).as(what).doesNotContain("Exception", "io.spillway", "com.fasterxml");
    }

    private static DescribedBodies described() throws Exception {
        return new DescribedBodies(
                given().queryParam("format", "json").get("/openapi").asString());
    }

    /** What stands for the ids in paths: things there are, so that it is the body that is wrong. */
    private Map<String, String> own() {
        String hook = with(key)
                .body("{\"url\":\"http://127.0.0.1:9/hook\"}")
                .post("/v1/webhooks")
                .path("id");
        String job = with(RealBackbone.KEY).body(JOB).post("/v1/jobs").path("id");
        return Map.of(
                "/v1/webhooks/{id}",
                "/v1/webhooks/" + hook,
                "/v1/jobs/{id}",
                "/v1/jobs/a-hostile-name",
                "/ops/jobs/{id}",
                "/ops/jobs/" + job,
                "{target}",
                "mock/small",
                "{tenant}",
                tenant,
                "{device}",
                "phone");
    }

    private static String path(DescribedBodies.Call call, Map<String, String> own) {
        String path = call.path();
        for (Map.Entry<String, String> each : own.entrySet()) {
            path = path.replace(each.getKey(), each.getValue());
        }
        return path.replaceAll("\\{id}", own.get("{tenant}"));
    }

    private HttpResponse<String> ask(DescribedBodies.Call call, Map<String, String> own, BodyPublisher body)
            throws IOException, InterruptedException {
        return send(call.method().toUpperCase(Locale.ROOT), path(call, own), body);
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .timeout(Duration.ofSeconds(60))
                        .method(method, body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key);
    }

    private static String raw(String text) throws IOException {
        try (RawCall call = new RawCall()) {
            call.send(text);
            return call.answer();
        }
    }

    private static void drip(RawCall call) {
        try {
            call.send("x");
        } catch (IOException e) {
            throw new IllegalStateException("cut off", e);
        }
    }

    private static InputStream endless() {
        return new SequenceInputStream(
                new ByteArrayInputStream("{\"x\":\"".getBytes(StandardCharsets.UTF_8)),
                new ByteArrayInputStream("x".repeat(TOO_LARGE).getBytes(StandardCharsets.UTF_8)));
    }

    private long logged() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", settings.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer
                    .endOffsets(IntStream.range(0, settings.partitions())
                            .mapToObj(partition -> new TopicPartition(Topics.JOBS, partition))
                            .toList())
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
    }
}
