package io.spillway.gateway.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.DueDelivery;
import io.spillway.scheduling.JobView;
import io.spillway.testing.JobBuilder;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventBodyTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
    private static final String ODD = "odd \u0001 \ud83d\ude00 \u2028 \"\\ </script>";

    private final EventBody bodies = new EventBody(new ObjectMapper());
    private final Job job = JobBuilder.aJob().webhook("whe_1").build();

    @Test
    void aMessageHoldsTheJobAsAPollShowsIt() throws IOException {
        // When
        Message message = bodies.of(due(JobStatus.COMPLETED), Optional.of(completed(ODD, 1)));
        JsonNode body = new ObjectMapper().readTree(message.body());

        // Then
        assertThat(message.id()).isEqualTo("msg_1");
        assertThat(body.path("type").asText()).isEqualTo("job.completed");
        assertThat(body.path("timestamp").asText()).isEqualTo("2026-11-21T10:00:00.123Z");
        assertThat(body.at("/data/id").asText()).isEqualTo(job.id().value());
        assertThat(body.at("/data/status").asText()).isEqualTo("completed");
        assertThat(body.at("/data/output/text").asText()).isEqualTo(ODD);
        assertThat(body.at("/data/attempts")).hasSize(1);
    }

    @Test
    void aLargeAnswerIsLeftOutAndItsAddressIsNamed() throws IOException {
        // When
        Message message = bodies.of(due(JobStatus.COMPLETED), Optional.of(completed("x".repeat(20_000), 1)));
        JsonNode data = new ObjectMapper().readTree(message.body()).path("data");

        // Then
        assertThat(message.body()).hasSizeLessThan(EventBody.MOST);
        assertThat(data.path("output").isNull()).isTrue();
        assertThat(data.path("output_url").asText()).isEqualTo("/v1/jobs/" + job.id());
        assertThat(data.path("attempts")).hasSize(1);
    }

    @Test
    void howeverMuchThereIsItFits() throws IOException {
        // Given
        JobView many = completed("x", 2_000);
        JobView talkative = new JobView(
                job,
                JobStatus.FAILED,
                Optional.empty(),
                Optional.of(AT),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new JobError("all_targets_failed", "\u0001".repeat(10_000))),
                Optional.empty());

        // When
        Message short1 = bodies.of(due(JobStatus.COMPLETED), Optional.of(many));
        Message short2 = bodies.of(due(JobStatus.FAILED), Optional.of(talkative));

        // Then
        for (Message message : List.of(short1, short2)) {
            JsonNode body = new ObjectMapper().readTree(message.body());
            assertThat(message.body()).hasSizeLessThan(EventBody.MOST);
            assertThat(body.at("/data/id").asText()).isEqualTo(job.id().value());
        }
    }

    @Test
    void ofAJobWhoseResultIsGoneTheEndIsToldAllTheSame() throws IOException {
        // When
        Message message = bodies.of(due(JobStatus.EXPIRED), Optional.empty());
        JsonNode body = new ObjectMapper().readTree(message.body());

        // Then
        assertThat(body.path("type").asText()).isEqualTo("job.expired");
        assertThat(body.path("data"))
                .hasToString("{\"id\":\"%s\",\"object\":\"job\",\"status\":\"expired\",\"completed_at\":%d}"
                        .formatted(job.id(), AT.getEpochSecond()));
    }

    private DueDelivery due(JobStatus status) {
        return new DueDelivery("msg_1", 1, "whe_1", job.tenant(), job.id(), status, AT, 0, List.of());
    }

    private JobView completed(String text, int attempts) {
        Attempt attempt = new Attempt(
                1, 1, new TargetName("gguf/demo"), AT, AT, "completed", "", Optional.empty(), Optional.empty());
        return new JobView(
                job,
                JobStatus.COMPLETED,
                Optional.of(AT),
                Optional.of(AT),
                Collections.nCopies(attempts, attempt),
                Optional.empty(),
                Optional.of(Output.chat(text, "stop")),
                Optional.empty(),
                Optional.empty());
    }
}
