package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Output;
import io.spillway.gateway.api.JobBody;
import io.spillway.gateway.api.JobShape;
import io.spillway.gateway.openai.AnswerId;
import io.spillway.scheduling.JobView;
import java.time.Instant;
import java.util.Optional;

/**
 * A chat job as OpenAI's response, with what was asked as far as OpenAI repeats it.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/object">The response object</a>
 */
final class ResponseShape {
    private ResponseShape() {}

    /** The response as it stands. */
    static ObjectNode of(JobView view) {
        return response(view, status(view));
    }

    /** The response as it was when it began, whatever has become of it. */
    static ObjectNode begun(JobView view) {
        ObjectNode response = response(view, "in_progress");
        response.putNull("completed_at").putNull("error").putNull("incomplete_details");
        response.putArray("output");
        return response.putNull("usage");
    }

    /** {@code incomplete} where the model had to stop before its answer's end. */
    static String status(JobView view) {
        return switch (view.status()) {
            case QUEUED -> "queued";
            case IN_PROGRESS -> "in_progress";
            case COMPLETED -> stopped(view).isPresent() ? "incomplete" : "completed";
            case CANCELLED -> "cancelled";
            case FAILED, EXPIRED -> "failed";
        };
    }

    private static ObjectNode response(JobView view, String status) {
        Job job = view.job();
        JobBody body = JobShape.of(view);
        ObjectNode response = JsonNodeFactory.instance
                .objectNode()
                .put("id", AnswerId.response(job.id()))
                .put("object", "response")
                .put("created_at", job.acceptedAt().getEpochSecond())
                .put("status", status)
                .put(
                        "completed_at",
                        view.completedAt().map(Instant::getEpochSecond).orElse(null));
        response.set("error", error(view));
        response.set(
                "incomplete_details",
                stopped(view).<JsonNode>map(ResponseShape::reason).orElseGet(JsonNodeFactory.instance::nullNode));
        response.put("model", body.target() == null ? job.model() : body.target());
        response.set(
                "output",
                view.output().map(output -> OutputItems.of(job.id(), output)).orElse(response.arrayNode()));
        asked(job, response);
        response.set("usage", usage(body));
        response.set("metadata", metadata(job));
        return response;
    }

    private static void asked(Job job, ObjectNode response) {
        JsonNode chat = job.request();
        JsonNode ours = chat.path(Job.GATEWAYS_OWN);
        boolean instructed = ours.path("instructions").asBoolean(false);
        response.set("instructions", instructed ? chat.at("/messages/0/content") : response.nullNode());
        response.put("background", ours.path("background").asBoolean(false));
        response.put("store", ours.path("store").asBoolean(true));
        response.set("previous_response_id", given(ours, "previous_response_id"));
        response.set("max_output_tokens", given(chat, "max_completion_tokens"));
        response.set("temperature", given(chat, "temperature"));
        response.set("top_p", given(chat, "top_p"));
        response.set("user", given(chat, "user"));
        response.put("parallel_tool_calls", chat.path("parallel_tool_calls").asBoolean(true));
        response.set("tools", ToolForms.ofChat(chat.path("tools")));
        response.set(
                "tool_choice",
                chat.has("tool_choice") ? ToolForms.choiceOfChat(chat.get("tool_choice")) : response.textNode("auto"));
        ObjectNode text = response.putObject("text");
        text.set("format", ToolForms.formatOfChat(chat.path("response_format")));
        response.putObject("reasoning")
                .<ObjectNode>set("effort", given(chat, "reasoning_effort"))
                .putNull("summary");
        response.put("truncation", "disabled");
    }

    private static ObjectNode metadata(Job job) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        job.metadata().forEach(metadata::put);
        return metadata;
    }

    private static JsonNode given(JsonNode node, String field) {
        return node.has(field) ? node.get(field) : JsonNodeFactory.instance.nullNode();
    }

    private static JsonNode error(JobView view) {
        return switch (view.status()) {
            case FAILED, EXPIRED ->
                view.error().<JsonNode>map(ResponseShape::error).orElseGet(JsonNodeFactory.instance::nullNode);
            case QUEUED, IN_PROGRESS, COMPLETED, CANCELLED -> JsonNodeFactory.instance.nullNode();
        };
    }

    private static ObjectNode error(JobError error) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("code", error.code().equals("rejected") ? "invalid_prompt" : "server_error")
                .put("message", error.code() + ": " + error.message());
    }

    /** Why the model stopped before its answer's end, in OpenAI's words. */
    private static Optional<String> stopped(JobView view) {
        String reason = view.output()
                .map(Output::body)
                .map(body -> body.path("finish_reason").asText())
                .orElse("");
        return switch (reason) {
            case "length" -> Optional.of("max_output_tokens");
            case "content_filter" -> Optional.of("content_filter");
            default -> Optional.empty();
        };
    }

    private static ObjectNode reason(String reason) {
        return JsonNodeFactory.instance.objectNode().put("reason", reason);
    }

    private static JsonNode usage(JobBody body) {
        JobBody.Usage used = body.usage();
        if (used == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode usage = JsonNodeFactory.instance.objectNode().put("input_tokens", used.inputTokens());
        usage.putObject("input_tokens_details").put("cached_tokens", 0).put("cache_write_tokens", 0);
        usage.put("output_tokens", used.outputTokens());
        usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
        return usage.put("total_tokens", used.totalTokens());
    }
}
