package io.spillway.gateway.submission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/**
 * The fields of a chat completion.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">OpenAI, create chat completion</a>
 */
final class ChatFields {
    private static final int MANY = 10_000;
    private static final int LONG_TEXT = 10 * 1024 * 1024;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private ChatFields() {}

    static Shape shape() {
        return new Shape()
                .optional("messages", messages())
                .optional("max_tokens", Rule.integer(1, Integer.MAX_VALUE))
                .optional("max_completion_tokens", Rule.integer(1, Integer.MAX_VALUE))
                .optional("temperature", Rule.number(0, 2))
                .optional("top_p", Rule.number(0, 1))
                .optional("n", Rule.integer(1, 128))
                .optional("stop", Rule.textOr(Rule.text(1_000), Rule.list(0, 4, Rule.text(1_000))))
                .optional("seed", Rule.integer(Long.MIN_VALUE, Long.MAX_VALUE))
                .optional("presence_penalty", Rule.number(-2, 2))
                .optional("frequency_penalty", Rule.number(-2, 2))
                .optional("logit_bias", Rule.object())
                .optional("logprobs", Rule.flag())
                .optional("top_logprobs", Rule.integer(0, 20))
                .optional("tools", Rule.list(0, 128, ChatFields::tool))
                .optional("tool_choice", Rule.textOr(Rule.oneOf("none", "auto", "required"), Rule.object()))
                .optional("parallel_tool_calls", Rule.flag())
                .optional("response_format", ChatFields::responseFormat)
                .optional("reasoning_effort", Rule.text(32))
                .optional("verbosity", Rule.text(32))
                .optional("modalities", Rule.list(1, 4, Rule.text(32)))
                .optional("prompt_cache_key", Rule.text(256))
                .optional("safety_identifier", Rule.text(256))
                .optional("user", Rule.text(256));
    }

    static Rule messages() {
        return Rule.list(1, MANY, ChatFields::message);
    }

    private static final Shape MESSAGE = new Shape()
            .required("role", Rule.oneOf("system", "developer", "user", "assistant", "tool", "function"))
            .optional("content", content())
            .optional("name", Rule.text(256))
            .optional("tool_calls", Rule.list(1, 128, ChatFields::toolCall))
            .optional("tool_call_id", Rule.text(256))
            .optional("function_call", Rule.object())
            .optional("refusal", ChatFields::anyText);

    private static void message(Place at, JsonNode message) {
        MESSAGE.check(at, message);
        if (!message.isObject()) {
            return;
        }
        boolean calls = message.hasNonNull("tool_calls") || message.hasNonNull("function_call");
        if (!message.hasNonNull("content") && !calls && !message.hasNonNull("refusal")) {
            at.at("content").wrong("is missing");
        }
        if ("tool".equals(message.path("role").asText()) && !message.hasNonNull("tool_call_id")) {
            at.at("tool_call_id").wrong("is missing: a tool's answer names the call it answers");
        }
    }

    private static Rule content() {
        return (at, value) -> {
            if (!value.isTextual() && !value.isArray()) {
                at.wrong("should be a string or a list of parts");
            } else if (value.isArray()) {
                Rule.list(1, MANY, ChatFields::part).check(at, value);
            }
        };
    }

    private static void part(Place at, JsonNode part) {
        Rule.object().check(at, part);
        Place type = at.at("type");
        switch (part.path("type").asText()) {
            case "text" -> anyText(at.at("text"), part.path("text"));
            case "refusal" -> anyText(at.at("refusal"), part.path("refusal"));
            case "image_url" ->
                Rule.text(LONG_TEXT)
                        .check(
                                at.at("image_url").at("url"),
                                part.path("image_url").path("url"));
            case "input_audio", "file" ->
                Rule.object()
                        .check(
                                at.at(part.path("type").asText()),
                                part.path(part.path("type").asText()));
            default -> type.wrong("should be one of text, image_url, input_audio, file, refusal");
        }
    }

    private static void anyText(Place at, JsonNode value) {
        if (!value.isTextual()) {
            at.wrong("should be a string");
        }
    }

    private static void tool(Place at, JsonNode tool) {
        if (!tool.isObject()) {
            at.wrong("should be an object");
        } else if (!"function".equals(tool.path("type").asText())) {
            at.at("type").wrong("should be 'function'");
        } else {
            name(at.at("function").at("name"), tool.path("function").path("name"));
        }
    }

    private static void toolCall(Place at, JsonNode call) {
        if (!call.isObject()) {
            at.wrong("should be an object");
            return;
        }
        Rule.text(256).check(at.at("id"), call.path("id"));
        Rule.oneOf("function", "custom").check(at.at("type"), call.path("type"));
    }

    private static void name(Place at, JsonNode value) {
        Rule.matching(NAME, "1 to 64 of a-z A-Z 0-9 _ -").check(at, value);
    }

    private static void responseFormat(Place at, JsonNode format) {
        Rule.object().check(at, format);
        if (format.isObject()) {
            Rule.oneOf("text", "json_object", "json_schema").check(at.at("type"), format.path("type"));
        }
        if ("json_schema".equals(format.path("type").asText())) {
            Rule.object().check(at.at("json_schema"), format.path("json_schema"));
            name(at.at("json_schema").at("name"), format.path("json_schema").path("name"));
        }
    }
}
