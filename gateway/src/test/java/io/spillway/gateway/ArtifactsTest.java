package io.spillway.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoredJson;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.wire.LogEntry;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.scheduling.Look;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

/** Results and requests that lie in the artifact store; the test is the worker. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class ArtifactsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String STRANGER = "sk-spill-somebody-else";

    @Inject
    Backbone backbone;

    @Inject
    ArtifactStore store;

    @BeforeEach
    void the_gateway_is_open() {
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> caller().get("/v1/jobs/nonsense").statusCode() == 404);
    }

    @Test
    void a_picture_is_fetched_whole_in_parts_and_only_once() throws Exception {
        // Given
        JobId job = submitted("x");
        ArtifactRef ref = kept(job, "image/png", "0123456789");
        ended(job, pictures("0123456789").stored(List.of(ref)));
        String url = "/v1/jobs/" + job + "/artifacts/0";

        // Then
        caller().get("/v1/jobs/" + job)
                .then()
                .body("output.artifacts[0].url", equalTo(url))
                .body("output.artifacts[0].content_type", equalTo("image/png"))
                .body("output.artifacts[0].bytes", equalTo(10))
                .body("output.artifacts[0].revised_prompt", equalTo("digits"))
                .body("output.artifacts[0].sha256", nullValue())
                .body("output.artifacts[0].until", nullValue());
        caller().get(url)
                .then()
                .statusCode(200)
                .header("Content-Type", "image/png")
                .header("Content-Length", "10")
                .header("Content-Disposition", "attachment; filename=\"" + job + "-0.png\"")
                .header("X-Content-Type-Options", "nosniff")
                .header("ETag", '"' + ref.sha256() + '"')
                .body(equalTo("0123456789"));
        caller().header("Range", "bytes=3-5")
                .get(url)
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 3-5/10")
                .header("Content-Length", "3")
                .body(equalTo("345"));
        caller().header("Range", "bytes=10-").get(url).then().statusCode(416).header("Content-Range", "bytes */10");
        caller().header("If-None-Match", '"' + ref.sha256() + '"')
                .get(url)
                .then()
                .statusCode(304)
                .body(emptyString());
        caller().head(url).then().statusCode(200).header("Content-Length", "10");
    }

    @Test
    void what_is_not_there_is_said() throws Exception {
        // Given
        JobId job = submitted("x");
        ArtifactRef ref = kept(job, "audio/mpeg", "la la");
        ended(job, pictures("la la").stored(List.of(ref)));
        String all = "/v1/jobs/" + job + "/artifacts/";
        register(STRANGER);

        // Then
        caller().get(all + "1").then().statusCode(404).body("detail", equalTo("This job's artifacts are 0 to 0."));
        caller().get(all + "-1").then().statusCode(404);
        caller().get(all + "..%2F..%2Fetc").then().statusCode(404);
        caller().get("/v1/jobs/" + submitted("y") + "/artifacts/0")
                .then()
                .statusCode(404)
                .body("detail", equalTo("This job has no artifacts."));
        given().get(all + "0").then().statusCode(401);
        Awaitility.await("the stranger's key is known")
                .atMost(LIMIT)
                .until(() -> given().header("Authorization", "Bearer " + STRANGER)
                                .get(all + "0")
                                .statusCode()
                        == 404);
        store.delete(ref);
        caller().get(all + "0").then().statusCode(410).body("type", equalTo("urn:spillway:problem:gone"));
    }

    @Test
    void a_long_answer_is_read_from_the_store_wherever_the_job_is_shown() {
        // Given
        String text = "é".repeat(StoredJson.MOST_INLINE);
        JobId job = submitted("x");
        ObjectNode body = StoredJson.stored(
                store,
                job,
                Instant.now().plusSeconds(3_600),
                Output.chat(text, "stop").body());

        // When
        ended(job, new Output(body));

        // Then
        caller().get("/v1/jobs/" + job).then().body("output.text", equalTo(text));
        assertThat(caller().get("/v1/jobs/" + job + "/events").asString())
                .contains("event:completed")
                .contains(text);
        store.delete(StoredJson.ref(job, body).orElseThrow());
        caller().get("/v1/jobs/" + job).then().statusCode(200).body("output", nullValue());
    }

    @Test
    void a_long_request_is_stored_once_and_travels_by_reference() {
        // Given
        String text = "x".repeat(StoredJson.MOST_INLINE);

        // When
        JobId job = submitted(text);

        // Then
        ObjectNode request = view(job).request();
        assertThat(request.toString()).hasSizeLessThan(500);
        assertThat(StoredJson.load(store, StoredJson.ref(job, request).orElseThrow()))
                .hasValueSatisfying(whole ->
                        assertThat(whole.at("/messages/0/content").asText()).isEqualTo(text));
    }

    @Test
    void a_deleted_job_leaves_nothing_in_the_store() {
        // Given
        JobId job = submitted("x".repeat(StoredJson.MOST_INLINE));
        ArtifactRef request = StoredJson.ref(job, view(job).request()).orElseThrow();
        ArtifactRef picture = kept(job, "image/png", "0123456789");
        ended(job, pictures("0123456789").stored(List.of(picture)));

        // When
        caller().delete("/v1/jobs/" + job).then().statusCode(204);

        // Then
        assertThat(store.open(request, 0)).isEmpty();
        assertThat(store.open(picture, 0)).isEmpty();
    }

    private Job view(JobId job) {
        Look look = backbone.connections().scheduler().views().look(job, TenantId.DEFAULT);
        assertThat(look).isInstanceOf(Look.Found.class);
        return ((Look.Found) look).view().job();
    }

    /** A job for a model that nobody serves. */
    private static JobId submitted(String prompt) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("model", "nobody").put("prompt", prompt);
        return new JobId(caller().body(body.toString())
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    }

    private ArtifactRef kept(JobId job, String contentType, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        ArtifactRef ref = ArtifactRef.to(job, Instant.now().plusSeconds(3_600), contentType, content);
        store.put(ref, content);
        return ref;
    }

    private static Output pictures(String text) {
        ObjectNode about = JsonNodeFactory.instance.objectNode().put("revised_prompt", "digits");
        return Output.of(List.of(new Output.Binary("image/png", text.getBytes(StandardCharsets.UTF_8), about)));
    }

    private void ended(JobId job, Output output) {
        backbone.connections()
                .log()
                .append(new LogEntry.JobEnded(
                        job,
                        TenantId.DEFAULT,
                        JobStatus.COMPLETED,
                        Instant.now(),
                        Optional.empty(),
                        Optional.of(output),
                        Optional.empty(),
                        Duration.ofHours(1)));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> caller().get("/v1/jobs/" + job)
                        .jsonPath()
                        .getString("status")
                        .equals("completed"));
    }

    private void register(String key) throws Exception {
        String hex = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        backbone.connections()
                .state()
                .put(
                        "key/" + hex.substring(0, 16),
                        "{\"hash\":\"" + hex + "\",\"tenant\":\"somebody-else\",\"scopes\":[\"read\"],\"created_at\":\""
                                + Instant.now() + "\"}");
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY).contentType(ContentType.JSON);
    }
}
