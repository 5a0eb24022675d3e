package io.spillway.gateway.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Output;
import io.spillway.gateway.ViewBuilder;
import io.spillway.gateway.openai.telling.Frame;
import io.spillway.scheduling.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChatNarrationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final JobView queued = ViewBuilder.aQueuedJob().build();
    private final JobView completed =
            ViewBuilder.aQueuedJob().runningOn("gguf/demo").completed("one two").build();

    @Test
    void role_text_reason_usage_done() {
        // Given
        ChatNarration narration = new ChatNarration(queued, true);
        List<Frame> frames = new ArrayList<>(narration.accepted(queued));

        // When
        frames.addAll(narration.began("gguf/demo"));
        frames.addAll(narration.text("one "));
        frames.addAll(narration.text("two"));
        frames.addAll(narration.completed(completed));

        // Then
        assertThat(frames).hasSize(6);
        assertThat(delta(frames.get(0))).isEqualTo(json("{\"role\":\"assistant\",\"content\":\"\"}"));
        assertThat(delta(frames.get(1))).isEqualTo(json("{\"content\":\"one \"}"));
        assertThat(delta(frames.get(2))).isEqualTo(json("{\"content\":\"two\"}"));
        assertThat(json(frames.get(3).data()).at("/choices/0/finish_reason").asText())
                .isEqualTo("stop");
        assertThat(json(frames.get(4).data()).path("usage").path("total_tokens").asInt())
                .isEqualTo(7);
        assertThat(json(frames.get(4).data()).path("choices")).isEmpty();
        assertThat(frames.get(5).data()).isEqualTo("[DONE]");
        assertThat(frames.get(5).comments()).contains("x-spillway-target: gguf/demo");
        assertThat(frames.subList(0, 5))
                .allSatisfy(frame ->
                        assertThat(json(frame.data()).path("model").asText()).isEqualTo("gguf/demo"));
    }

    @Test
    void what_is_known_only_at_the_end_comes_then() {
        // Given
        ObjectNode body = (ObjectNode) json("""
                {"text": "a", "finish_reason": "stop", "message": {"role": "assistant", "content": "a"}, "choices": [
                  {"message": {"role": "assistant", "content": "a", "reasoning": "hm",
                    "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
                   "finish_reason": "tool_calls", "logprobs": {"content": []}},
                  {"message": {"role": "assistant", "content": "b"}, "finish_reason": "length"}]}
                """);
        ChatNarration narration = new ChatNarration(queued, false);
        narration.text("a");

        // When
        List<Frame> frames = narration.completed(with(body));

        // Then
        assertThat(frames).hasSize(6);
        assertThat(delta(frames.get(0)))
                .isEqualTo(
                        json(
                                "{\"reasoning\":\"hm\",\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"));
        assertThat(json(frames.get(1).data()).at("/choices/0/logprobs/content").isArray())
                .isTrue();
        assertThat(json(frames.get(2).data()).at("/choices/0/finish_reason").asText())
                .isEqualTo("tool_calls");
        assertThat(delta(frames.get(3))).isEqualTo(json("{\"role\":\"assistant\",\"content\":\"b\"}"));
        assertThat(json(frames.get(4).data()).at("/choices/0/index").asInt()).isEqualTo(1);
        assertThat(json(frames.get(4).data()).at("/choices/0/finish_reason").asText())
                .isEqualTo("length");
    }

    @Test
    void a_job_without_an_answer_ends_with_an_error() {
        // Given
        JobView failed = ViewBuilder.aQueuedJob().ended(JobStatus.FAILED).build();

        // When
        List<Frame> frames = new ChatNarration(queued, false).failed(failed);

        // Then
        assertThat(frames).hasSize(1);
        assertThat(json(frames.getFirst().data()).at("/error/message").asText())
                .contains(failed.job().id().value());
    }

    private JobView with(ObjectNode body) {
        return new JobView(
                completed.job(),
                completed.status(),
                completed.startedAt(),
                completed.completedAt(),
                completed.attempts(),
                Optional.empty(),
                Optional.of(new Output(body)),
                Optional.empty(),
                Optional.empty());
    }

    private static JsonNode delta(Frame frame) {
        return json(frame.data()).at("/choices/0/delta");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
