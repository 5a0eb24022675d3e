package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gateway.submission.Place;

/**
 * A response's input as the messages of a chat.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/create">OpenAI, create a response</a>
 */
final class InputItems {
    private final ArrayNode messages;

    private InputItems(ArrayNode messages) {
        this.messages = messages;
    }

    /** Appends to {@code messages} what {@code input} says, and complains at {@code at} of what a chat cannot say. */
    static void append(ArrayNode messages, Place at, JsonNode input) {
        if (input.isTextual()) {
            messages.addObject().put("role", "user").set("content", input);
        } else if (input.isArray() && !input.isEmpty()) {
            InputItems items = new InputItems(messages);
            for (int i = 0; i < input.size(); i++) {
                items.append(at.at(i), input.get(i));
            }
        } else {
            at.wrong("should be a string or a list of items, and not empty");
        }
    }

    private void append(Place at, JsonNode item) {
        switch (item.path("type").asText("message")) {
            case "message" -> message(at, item);
            case "function_call" -> call(at, item);
            case "function_call_output" -> result(at, item);
            // Thoughts of the model that OpenAI's clients send back; a chat has no place for them.
            case "reasoning" -> {}
            default -> at.at("type").wrong("should be one of message, function_call, function_call_output, reasoning");
        }
    }

    private void message(Place at, JsonNode item) {
        JsonNode content = item.path("content");
        if (!item.path("role").isTextual()) {
            at.at("role").wrong("should be one of user, assistant, system, developer");
        } else if (!content.isTextual() && !content.isArray()) {
            at.at("content").wrong("should be a string or a list of parts");
        } else {
            JsonNode said = content.isTextual() ? content : InputParts.of(at.at("content"), content);
            messages.addObject().put("role", item.path("role").textValue()).set("content", said);
        }
    }

    /** Calls that the model made together are one message, with what it said before them. */
    private void call(Place at, JsonNode item) {
        for (String field : new String[] {"call_id", "name", "arguments"}) {
            if (!item.path(field).isTextual()) {
                at.at(field).wrong("should be a string");
                return;
            }
        }
        ObjectNode call = lastOfAssistant().withArray("tool_calls").addObject();
        call.put("id", item.path("call_id").textValue()).put("type", "function");
        call.putObject("function")
                .put("name", item.path("name").textValue())
                .put("arguments", item.path("arguments").textValue());
    }

    private ObjectNode lastOfAssistant() {
        JsonNode last = messages.path(messages.size() - 1);
        if (last instanceof ObjectNode message && message.path("role").asText().equals("assistant")) {
            return message;
        }
        return messages.addObject().put("role", "assistant").putNull("content");
    }

    private void result(Place at, JsonNode item) {
        JsonNode output = item.path("output");
        if (!item.path("call_id").isTextual()) {
            at.at("call_id").wrong("is missing: it names the call that this is the output of");
        } else if (!output.isTextual() && !output.isArray()) {
            at.at("output").wrong("should be a string or a list of parts");
        } else {
            JsonNode said = output.isTextual() ? output : InputParts.of(at.at("output"), output);
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", item.path("call_id").textValue())
                    .set("content", said);
        }
    }

    /** The same items from a message that a model answered with. */
    static ObjectNode answered(JsonNode message) {
        ObjectNode answered = JsonNodeFactory.instance.objectNode().put("role", "assistant");
        answered.set("content", message.path("content").isMissingNode() ? answered.nullNode() : message.get("content"));
        if (!message.path("tool_calls").isEmpty()) {
            answered.set("tool_calls", message.get("tool_calls").deepCopy());
        }
        return answered;
    }
}
