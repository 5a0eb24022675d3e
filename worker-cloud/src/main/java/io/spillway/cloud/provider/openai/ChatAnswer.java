package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.ErrorReply;
import io.spillway.cloud.provider.TokenEstimate;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import java.net.http.HttpHeaders;
import java.util.List;

/** Judges what a provider answered with a 200: an answer, an error in disguise, a refusal in words, or nothing. */
final class ChatAnswer {
    private final ObjectNode request;
    private final OpenAiFailures failures;

    ChatAnswer(ObjectNode request, OpenAiFailures failures) {
        this.request = request;
        this.failures = failures;
    }

    /** Ends the call if {@code body}, an answer or one event of a stream, is an error. */
    void failIfError(HttpHeaders headers, JsonNode body) throws CallEnded {
        JsonNode error = body.path("error");
        // OpenRouter puts the error of the provider behind it into the choice.
        JsonNode within = body.path("choices").path(0);
        if (!error.isMissingNode() && !error.isNull()) {
            throw new CallEnded(failures.outcome(ErrorReply.inside(headers, body)));
        }
        if (within.path("error").isObject()) {
            throw new CallEnded(failures.outcome(ErrorReply.inside(headers, within)));
        }
    }

    /** What a complete answer of these choices comes to. */
    Outcome outcome(HttpHeaders headers, List<JsonNode> choices, JsonNode usage) {
        if (choices.isEmpty() || !(choices.getFirst().path("message") instanceof ObjectNode message)) {
            return new Outcome.Transient("an answer without a message");
        }
        String reason = finishReason(choices.getFirst());
        Output output = output(choices, message, reason);
        Usage used = usage(usage, message);
        if (reason.equals("error")) {
            return new Outcome.Transient("the model broke off with an error");
        }
        if (!blank(output, message)) {
            return new Outcome.Completed(output, used);
        }
        if (reason.equals("content_filter")) {
            return new Outcome.Refused("stopped by the provider's content filter");
        }
        return message.path("refusal").asText("").isBlank()
                ? new Outcome.Empty(used)
                : new Outcome.Refused("the model declined to answer");
    }

    private static Output output(List<JsonNode> choices, ObjectNode message, String reason) {
        Output output = Output.chat(message, reason);
        if (message.path("content").isArray()) {
            output.body().put("text", joined(message.path("content")));
        }
        JsonNode logprobs = choices.getFirst().path("logprobs");
        if (logprobs.isObject()) {
            output.body().set("logprobs", logprobs);
        }
        if (choices.size() > 1) {
            output.body().putArray("choices").addAll(choices);
        }
        return output;
    }

    /** Mistral's reasoning models answer in parts: thinking, then text. */
    private static String joined(JsonNode parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static String finishReason(JsonNode choice) {
        String reason = choice.path("finish_reason").asText("");
        return switch (reason) {
            case "" -> choice.path("message").path("tool_calls").isEmpty() ? "stop" : "tool_calls";
            case "model_length", "max_tokens" -> "length";
            default -> reason;
        };
    }

    private static boolean blank(Output output, ObjectNode message) {
        return output.isBlank()
                && !message.path("function_call").isObject()
                && !message.path("audio").isObject();
    }

    private Usage usage(JsonNode usage, ObjectNode message) {
        JsonNode input = usage.path("prompt_tokens");
        JsonNode output = usage.path("completion_tokens");
        if (input.isNumber() || output.isNumber()) {
            return new Usage(input.asLong(0), output.asLong(0), false);
        }
        JsonNode messages = request.path("messages");
        return TokenEstimate.of(messages.isMissingNode() ? JsonNodeFactory.instance.arrayNode() : messages, message);
    }
}
