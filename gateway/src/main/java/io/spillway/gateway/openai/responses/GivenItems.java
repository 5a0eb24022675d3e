package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Job;
import io.spillway.gateway.openai.AnswerId;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of a job as the input items of its response, oldest first: those of the conversation it goes on from,
 * then its own.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/input-items">OpenAI, list input items</a>
 */
final class GivenItems {
    private final Job job;
    private final List<ObjectNode> items = new ArrayList<>();

    private GivenItems(Job job) {
        this.job = job;
    }

    static List<ObjectNode> of(Job job) {
        GivenItems given = new GivenItems(job);
        ResponseRequest.messages(job).forEach(given::add);
        return List.copyOf(given.items);
    }

    private void add(JsonNode message) {
        String role = message.path("role").asText();
        if (role.equals("tool")) {
            item("fc_", "function_call_output")
                    .put("call_id", message.path("tool_call_id").asText())
                    .set("output", output(message.path("content")));
            return;
        }
        if (!message.path("content").isNull() && !message.path("content").isMissingNode()) {
            item("msg_", "message")
                    .put("role", role)
                    .set("content", parts(message.path("content"), role.equals("assistant")));
        }
        for (JsonNode call : message.path("tool_calls")) {
            item("fc_", "function_call")
                    .put("call_id", call.path("id").asText())
                    .put("name", call.at("/function/name").asText())
                    .put("arguments", call.at("/function/arguments").asText());
        }
    }

    private ObjectNode item(String prefix, String type) {
        ObjectNode item = JsonNodeFactory.instance
                .objectNode()
                .put("id", AnswerId.of(prefix, job.id()) + "_in" + items.size())
                .put("type", type)
                .put("status", "completed");
        items.add(item);
        return item;
    }

    private static JsonNode output(JsonNode content) {
        return content.isTextual() ? content : parts(content, false);
    }

    private static ArrayNode parts(JsonNode content, boolean answered) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        if (content.isTextual()) {
            text(parts, content.textValue(), answered);
        }
        for (JsonNode part : content) {
            switch (part.path("type").asText()) {
                case "text" -> text(parts, part.path("text").asText(), answered);
                case "image_url" ->
                    parts.addObject()
                            .put("type", "input_image")
                            .put("image_url", part.at("/image_url/url").asText())
                            .put("detail", part.at("/image_url/detail").asText("auto"));
                case "file" -> parts.addObject().put("type", "input_file").setAll((ObjectNode) part.path("file"));
                default -> parts.add(part);
            }
        }
        return parts;
    }

    private static void text(ArrayNode parts, String text, boolean answered) {
        ObjectNode part = parts.addObject()
                .put("type", answered ? "output_text" : "input_text")
                .put("text", text);
        if (answered) {
            part.putArray("annotations");
            part.putArray("logprobs");
        }
    }
}
