package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.seal.Payload;
import io.spillway.contract.seal.PayloadKeys;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.contract.wire.LogEntry;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.testing.JobBuilder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

/** A gateway that encrypts nothing, and has one of the keys that others encrypt with. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class EncryptionTest {
    private static final PayloadKeys KNOWN = PayloadKeys.parse(RealBackbone.PAYLOAD_KEY);
    private static final PayloadKeys UNKNOWN = PayloadKeys.parse("lost:" + "C".repeat(42) + "A=");

    @Inject
    KeyRing keys;

    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    private StandInWorker worker;

    @BeforeEach
    void the_gateway_takes_jobs_and_a_worker_reads_them() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(keys::hasKeys);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> caller().get("/ops/dead-letters").statusCode() == 200
                        && caller().get("/v1/jobs").statusCode() == 200);
        worker = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis());
    }

    @AfterEach
    void the_worker_leaves() {
        worker.close();
    }

    @Test
    void what_others_have_encrypted_is_read() {
        // Given
        Job job = job(KNOWN);

        // When
        String id = answered(job, KNOWN);

        // Then
        look(id, "completed").body("output.text", equalTo("an answer")).body("output.unreadable", nullValue());
        caller().get("/v1/jobs?limit=100")
                .then()
                .body("data.find { it.id == '" + id + "' }.output.text", equalTo("an answer"));
    }

    @Test
    void what_cannot_be_read_says_so() {
        // Given
        Job job = job(UNKNOWN);

        // When
        String id = answered(job, UNKNOWN);

        // Then
        look(id, "completed")
                .body("output.unreadable", containsString("'lost', which this process does not have"))
                .body("output.text", nullValue());
    }

    @Test
    void a_letter_is_sent_again_once_its_key_is_here() {
        // Given
        String readable = letter(job(KNOWN));
        String locked = letter(job(UNKNOWN));

        // When
        ValidatableResponse shown =
                caller().get("/ops/dead-letters/" + readable).then();
        String again = caller().post("/ops/dead-letters/" + readable + "/replay")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        // Then
        shown.body("payload.request.messages[0].content", equalTo("hello"));
        look(again, "completed").body("output.text", equalTo("hello"));
        caller().post("/ops/dead-letters/" + locked + "/replay")
                .then()
                .statusCode(409)
                .body("detail", containsString("'lost', which this process does not have"));
    }

    private static Job job(PayloadKeys keys) {
        Job plain = JobBuilder.aJob().targets("mock/large").build();
        return plain.withRequest(Payload.REQUEST.sealed(keys, plain.id(), plain.request()));
    }

    private String answered(Job job, PayloadKeys keys) {
        Output answer = Output.chat("an answer", "stop");
        backbone.connections().log().append(job);
        backbone.connections()
                .log()
                .append(new LogEntry.JobEnded(
                        job.id(),
                        job.tenant(),
                        JobStatus.COMPLETED,
                        Instant.now(),
                        Optional.empty(),
                        Optional.of(new Output(Payload.OUTPUT.sealed(keys, job.id(), answer.body()))),
                        Optional.empty(),
                        Duration.ofHours(1)));
        return job.id().value();
    }

    private String letter(Job job) {
        String id = job.id().value();
        backbone.connections()
                .log()
                .append(new DeadLetter.OfJob(
                        job, List.of(), Optional.empty(), new JobError("payload_locked", "no key"), Instant.now()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> caller().get("/ops/dead-letters/" + id).statusCode() == 200);
        return id;
    }

    /** Once the log has been read as far as that. */
    private static ValidatableResponse look(String id, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> status.equals(caller().get("/v1/jobs/" + id).path("status")));
        return caller().get("/v1/jobs/" + id).then();
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY).contentType(ContentType.JSON);
    }
}
