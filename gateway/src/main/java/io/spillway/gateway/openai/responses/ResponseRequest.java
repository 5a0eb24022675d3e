package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Job;
import io.spillway.gateway.submission.Place;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import java.util.List;
import java.util.Set;

/**
 * A request of the Responses API as the chat it comes to. What has no other name there, or is not known, is left as it
 * is; what Spillway cannot do is refused by name.
 */
final class ResponseRequest {
    private static final int LONG_TEXT = 10 * 1024 * 1024;
    /** What a chat has in another form, or not at all. */
    private static final Set<String> RESPONSES_OWN = Set.of(
            "input",
            "instructions",
            "tools",
            "tool_choice",
            "text",
            "max_output_tokens",
            "reasoning",
            "previous_response_id",
            "store",
            "background",
            "include",
            "truncation",
            "conversation",
            "prompt",
            "context_management");

    private static final Rule UNSUPPORTED = (at, value) -> at.wrong("is not supported");
    private static final Shape SHAPE = new Shape()
            .required("input", Rule.anything())
            .optional("instructions", Rule.text(LONG_TEXT))
            .optional("tools", Rule.list(0, 128, Rule.object()))
            .optional("max_output_tokens", Rule.integer(1, Integer.MAX_VALUE))
            .optional("text", Rule.object())
            .optional("reasoning", Rule.object())
            .optional("previous_response_id", Rule.text(64))
            .optional("store", Rule.flag())
            .optional("stream", Rule.flag())
            .optional("background", Rule.flag())
            .optional("include", Rule.list(0, 32, Rule.text(64)))
            .optional("truncation", Rule.oneOf("disabled", "auto"))
            .optional("context_management", UNSUPPORTED)
            .optional("conversation", UNSUPPORTED)
            .optional("prompt", UNSUPPORTED);

    private ResponseRequest() {}

    /** Complains about what is wrong with the request as such. */
    static void check(Place root, ObjectNode asked) {
        SHAPE.check(root, asked);
        if (asked.path("background").asBoolean(false) && !asked.path("store").asBoolean(true)) {
            root.at("store").wrong("should not be false for a response in the background: it is fetched later");
        }
    }

    /** The chat, after the messages of the conversation {@code before}. */
    static ObjectNode chat(Place root, ObjectNode asked, List<JsonNode> before) {
        ObjectNode chat = JsonNodeFactory.instance.objectNode();
        asked.properties().stream()
                .filter(field -> !RESPONSES_OWN.contains(field.getKey())
                        && !field.getValue().isNull())
                .forEach(field -> chat.set(field.getKey(), field.getValue()));
        ArrayNode messages = chat.putArray("messages");
        if (asked.path("instructions").isTextual()) {
            messages.addObject().put("role", "system").set("content", asked.get("instructions"));
        }
        before.forEach(messages::add);
        InputItems.append(messages, root.at("input"), asked.path("input"));
        options(root, asked, chat);
        return chat;
    }

    /** What the gateway wants to find again in the job. */
    static ObjectNode ours(ObjectNode asked) {
        ObjectNode ours = JsonNodeFactory.instance.objectNode();
        ours.put("response", true);
        ours.put("instructions", asked.path("instructions").isTextual());
        ours.put("background", asked.path("background").asBoolean(false));
        ours.put("store", asked.path("store").asBoolean(true));
        if (asked.path("previous_response_id").isTextual()) {
            ours.set("previous_response_id", asked.get("previous_response_id"));
        }
        return ours;
    }

    /** The messages of a job that a later one goes on from: instructions hold for one response only. */
    static List<JsonNode> messages(Job job) {
        boolean instructed =
                job.request().path(Job.GATEWAYS_OWN).path("instructions").asBoolean(false);
        return job.request()
                .path("messages")
                .valueStream()
                .skip(instructed ? 1 : 0)
                .toList();
    }

    private static void options(Place root, ObjectNode asked, ObjectNode chat) {
        if (asked.path("tools").isArray() && !asked.path("tools").isEmpty()) {
            chat.set("tools", ToolForms.toChat(root.at("tools"), asked.get("tools")));
        }
        if (asked.hasNonNull("tool_choice")) {
            chat.set("tool_choice", ToolForms.choiceToChat(root.at("tool_choice"), asked.get("tool_choice")));
        }
        if (asked.hasNonNull("max_output_tokens")) {
            chat.set("max_completion_tokens", asked.get("max_output_tokens"));
        }
        if (asked.path("text").path("format").isObject()) {
            chat.set(
                    "response_format", ToolForms.formatToChat(asked.path("text").get("format")));
        }
        if (asked.path("text").path("verbosity").isTextual()) {
            chat.set("verbosity", asked.path("text").get("verbosity"));
        }
        if (asked.path("reasoning").path("effort").isTextual()) {
            chat.set("reasoning_effort", asked.path("reasoning").get("effort"));
        }
        if (asked.hasNonNull("top_logprobs")) {
            chat.put("logprobs", true);
        }
    }
}
