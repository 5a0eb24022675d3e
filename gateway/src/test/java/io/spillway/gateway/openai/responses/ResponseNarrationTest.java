package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.contract.job.JobStatus;
import io.spillway.gateway.ViewBuilder;
import io.spillway.gateway.openai.telling.Frame;
import io.spillway.gateway.openai.telling.Narration;
import io.spillway.scheduling.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseNarrationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final JobView queued = ViewBuilder.aQueuedJob().build();
    private final JobView completed =
            ViewBuilder.aQueuedJob().runningOn("gguf/demo").completed("one two").build();

    @Test
    void the_whole_sequence() {
        // When
        List<Frame> frames = told(-1);

        // Then
        assertThat(frames.stream().map(frame -> frame.event().orElseThrow()))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(frames.stream()
                        .map(frame -> json(frame).path("sequence_number").asLong()))
                .containsExactlyElementsOf(
                        LongStream.range(0, frames.size()).boxed().toList());
        assertThat(json(frames.getFirst()).at("/response/status").asText()).isEqualTo("in_progress");
        assertThat(json(frames.get(6)).path("text").asText()).isEqualTo("one two");
        assertThat(json(frames.getLast())
                        .at("/response/output/0/content/0/text")
                        .asText())
                .isEqualTo("one two");
        assertThat(frames.getLast().comments())
                .contains("x-spillway-job-id: " + completed.job().id());
    }

    @Test
    void whoever_comes_back_gets_the_rest() {
        // Given
        List<Frame> whole = told(-1);
        for (int seen = 0; seen < whole.size(); seen++) {
            // When
            List<Frame> rest = told(seen);
            // Then
            assertThat(rest).isEqualTo(whole.subList(seen + 1, whole.size()));
        }
    }

    @Test
    void a_job_without_an_answer_is_a_failed_response() {
        // Given
        JobView expired = ViewBuilder.aQueuedJob().ended(JobStatus.EXPIRED).build();

        // When
        Frame end = new ResponseNarration(queued, -1).failed(expired).getLast();

        // Then
        assertThat(end.event()).contains("response.failed");
        assertThat(json(end).at("/response/status").asText()).isEqualTo("failed");
        assertThat(json(end).at("/response/error/message").asText()).isEqualTo("expired: why");
    }

    @Test
    void a_stream_that_breaks_names_its_job() {
        // When
        Frame end = new ResponseNarration(queued, -1)
                .broken(queued, Narration.Break.RESTARTED)
                .getLast();

        // Then
        assertThat(end.event()).contains("error");
        assertThat(json(end).path("message").asText())
                .contains(queued.job().id().value());
    }

    private List<Frame> told(long after) {
        ResponseNarration narration = new ResponseNarration(queued, after);
        List<Frame> frames = new ArrayList<>(narration.accepted(queued));
        frames.addAll(narration.began("gguf/demo"));
        frames.addAll(narration.text("one "));
        frames.addAll(narration.text("two"));
        frames.addAll(narration.completed(completed));
        return frames;
    }

    private static JsonNode json(Frame frame) {
        try {
            return JSON.readTree(frame.data());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
