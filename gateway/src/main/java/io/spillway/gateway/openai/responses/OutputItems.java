package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobId;
import io.spillway.contract.outcome.Output;
import io.spillway.gateway.openai.AnswerId;

/**
 * A chat's answer as the items of a response: the message, if it says anything, then the calls of functions.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/object">The response object</a>
 */
final class OutputItems {
    private OutputItems() {}

    static ArrayNode of(JobId job, Output output) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        JsonNode message = output.body().path("message");
        String refusal = message.path("refusal").asText("");
        if (!output.text().isEmpty() || !refusal.isEmpty()) {
            ObjectNode item = message(job, "completed");
            if (!output.text().isEmpty()) {
                ((ArrayNode) item.get("content"))
                        .add(text(output.text(), output.body().at("/logprobs/content")));
            }
            if (!refusal.isEmpty()) {
                ((ArrayNode) item.get("content"))
                        .addObject()
                        .put("type", "refusal")
                        .put("refusal", refusal);
            }
            items.add(item);
        }
        message.path("tool_calls").forEach(call -> items.add(call(job, call, items.size())));
        return items;
    }

    /** The message without its content. */
    static ObjectNode message(JobId job, String status) {
        ObjectNode item = JsonNodeFactory.instance
                .objectNode()
                .put("id", messageId(job))
                .put("type", "message")
                .put("status", status)
                .put("role", "assistant");
        item.putArray("content");
        return item;
    }

    static String messageId(JobId job) {
        return AnswerId.of("msg_", job);
    }

    /** A part of text. */
    static ObjectNode text(String text, JsonNode logprobs) {
        ObjectNode part =
                JsonNodeFactory.instance.objectNode().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.set("logprobs", logprobs.isArray() ? logprobs : part.arrayNode());
        return part;
    }

    private static ObjectNode call(JobId job, JsonNode call, int index) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", AnswerId.of("fc_", job) + "_" + index)
                .put("type", "function_call")
                .put("status", "completed")
                .put("call_id", call.path("id").asText())
                .put("name", call.path("function").path("name").asText())
                .put("arguments", call.path("function").path("arguments").asText());
    }
}
