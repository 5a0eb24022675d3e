package io.spillway.gguf.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.outcome.Outcome;
import io.spillway.gguf.schema.AnswerForm;

/**
 * The form in which an answer is wanted.
 *
 * @see <a href="https://platform.openai.com/docs/guides/structured-outputs">OpenAI, structured outputs</a>
 */
sealed interface ResponseFormat {
    /** Any text. */
    record Free() implements ResponseFormat {}

    /** JSON of a form. */
    record Formed(AnswerForm form) implements ResponseFormat {}

    /** It is wrong, or more than we can hold a model to. */
    record Unfit(Outcome outcome) implements ResponseFormat {}

    /** Reads the field {@code response_format}. */
    static ResponseFormat read(JsonNode format) {
        return switch (format.isObject() ? format.path("type").asText() : "text") {
            case "text" -> new Free();
            case "json_object" -> new Formed(AnswerForm.anyObject());
            case "json_schema" -> schema(format.at("/json_schema/schema"));
            default -> new Unfit(new Outcome.Refused("response_format is not supported by gguf models"));
        };
    }

    private static ResponseFormat schema(JsonNode schema) {
        if (!schema.isObject()) {
            return new Unfit(new Outcome.Rejected("response_format.json_schema.schema should be a JSON schema"));
        }
        return switch (AnswerForm.read(schema)) {
            case AnswerForm.Reading.Understood(AnswerForm form) -> new Formed(form);
            case AnswerForm.Reading.TooMuch(String reason) ->
                new Unfit(new Outcome.Refused(
                        "response_format.json_schema.schema: " + reason + " is not supported by gguf models"));
        };
    }
}
