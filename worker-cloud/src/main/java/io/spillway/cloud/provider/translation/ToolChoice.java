package io.spillway.cloud.provider.translation;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.cloud.provider.CallEnded;

/** Whether the model may, must or must not call a tool. */
public sealed interface ToolChoice {
    /** As it likes. */
    record Free() implements ToolChoice {}

    /** None at all. */
    record None() implements ToolChoice {}

    /** Some tool. */
    record Any() implements ToolChoice {}

    /** This one. */
    record Named(String name) implements ToolChoice {}

    /** What OpenAI's {@code tool_choice} says. */
    static ToolChoice of(JsonNode value, Fields fields) throws CallEnded {
        String name = value.path("function").path("name").asText();
        if (value.isObject() && !name.isEmpty()) {
            return new Named(name);
        }
        return switch (value.asText()) {
            case "auto" -> new Free();
            case "none" -> new None();
            case "required" -> new Any();
            default -> throw fields.refused("this 'tool_choice'");
        };
    }
}
