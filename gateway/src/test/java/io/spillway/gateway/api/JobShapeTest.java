package io.spillway.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.gateway.ViewBuilder;
import io.spillway.scheduling.JobView;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobShapeTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void shows_a_waiting_job_with_every_field() throws Exception {
        // Given
        JobView view = ViewBuilder.aQueuedJob().build();

        // When
        JsonNode shown = json.readTree(json.writeValueAsString(JobShape.of(view)));

        // Then
        String self = "/v1/jobs/" + view.job().id();
        assertThat(shown).isEqualTo(json.readTree("""
                {"id":"%s","object":"job","type":"chat","status":"queued","model":"default",
                 "created_at":1000,"started_at":null,"completed_at":null,"expires_at":87400,
                 "queue":{"position":1,"waiting_for":"slot","estimated_start_at":null,
                          "targets":[{"target":"gguf/demo","available":true,"kind":null,"until":null}]},
                 "attempts":[],"target":null,"degraded":false,"output":null,"usage":null,"cost":null,"error":null,
                 "urls":{"self":"%s","cancel":"%s/cancel","events":"%s/events"},"metadata":{}}
                """.formatted(view.job().id(), self, self, self)));
    }

    @Test
    void shows_a_completed_job_with_its_answer_and_whole_path() throws Exception {
        // Given
        JobView view = ViewBuilder.aQueuedJob()
                .runningOn("openai/gpt")
                .attemptEnded("exhausted")
                .runningOn("gguf/demo")
                .completed("hi")
                .build();

        // When
        JsonNode shown = json.readTree(json.writeValueAsString(JobShape.of(view)));

        // Then
        assertThat(shown.path("status").asText()).isEqualTo("completed");
        assertThat(shown.path("target").asText()).isEqualTo("gguf/demo");
        assertThat(shown.path("output").toString())
                .isEqualTo(
                        "{\"text\":\"hi\",\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}");
        assertThat(shown.path("attempts").toString())
                .isEqualTo(
                        "[{\"target\":\"openai/gpt\",\"started_at\":1020,\"ended_at\":1030,\"outcome\":\"exhausted\",\"detail\":\"\"},"
                                + "{\"target\":\"gguf/demo\",\"started_at\":1040,\"ended_at\":1050,\"outcome\":\"completed\",\"detail\":\"\"}]");
        assertThat(shown.path("usage").toString())
                .isEqualTo("{\"input_tokens\":3,\"output_tokens\":4,\"total_tokens\":7,\"estimated\":false}");
        assertThat(shown.path("cost").decimalValue()).isEqualByComparingTo("0.0025");
        assertThat(shown.path("queue").isNull()).isTrue();
    }

    @Test
    void an_answer_of_last_resort_is_marked_and_no_models() throws Exception {
        // Given
        JobView view = ViewBuilder.aQueuedJob()
                .runningOn("gguf/demo")
                .attemptEnded("empty")
                .degraded("Not now.")
                .build();

        // When
        JsonNode shown = json.readTree(json.writeValueAsString(JobShape.of(view)));

        // Then
        assertThat(shown.path("status").asText()).isEqualTo("completed");
        assertThat(shown.path("degraded").asBoolean()).isTrue();
        assertThat(shown.path("target").asText()).isEqualTo("last-resort");
        assertThat(shown.path("output").path("text").asText()).isEqualTo("Not now.");
        assertThat(shown.path("output").has("degraded")).isFalse();
    }
}
