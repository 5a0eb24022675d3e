package io.spillway.gguf.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.gguf.protocol.Sampling;
import io.spillway.gguf.protocol.Turn;
import io.spillway.gguf.schema.AnswerForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A chat request that an engine can answer.
 *
 * @param form what the answer has to look like, if it was asked for in a form
 */
public record ChatRequest(List<Turn> turns, Sampling sampling, Optional<AnswerForm> form) {
    /** What became of reading a request. */
    public sealed interface Reading {
        /** An engine can answer it. */
        record Readable(ChatRequest chat) implements Reading {}

        /** It ends here: {@link Outcome.Rejected} if it is wrong, {@link Outcome.Refused} if only we cannot do it. */
        record Unfit(Outcome outcome) implements Reading {}
    }

    public ChatRequest {
        turns = List.copyOf(turns);
    }

    /** Reads {@code request}, the body of an OpenAI chat completion. */
    public static Reading read(ObjectNode request, Target.Engine engine) {
        return Mistakes.first(request)
                .or(() -> Unsupported.first(request, engine))
                .<Reading>map(Reading.Unfit::new)
                .orElseGet(() -> formed(request));
    }

    private static Reading formed(ObjectNode request) {
        return switch (ResponseFormat.read(request.path("response_format"))) {
            case ResponseFormat.Free() -> new Reading.Readable(checked(request, Optional.empty()));
            case ResponseFormat.Formed(AnswerForm form) -> new Reading.Readable(checked(request, Optional.of(form)));
            case ResponseFormat.Unfit(Outcome outcome) -> new Reading.Unfit(outcome);
        };
    }

    /** Whether {@code answer}, which the model itself ended, is what was asked for. */
    public boolean accepts(String answer) {
        // A stop string may have cut it: then it is what the caller wanted.
        return form.isEmpty() || !sampling.stop().isEmpty() || form.get().fits(answer);
    }

    private static ChatRequest checked(ObjectNode request, Optional<AnswerForm> form) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : request.path("messages")) {
            turns.add(new Turn(role(message.path("role").asText()), text(message.path("content"))));
        }
        return new ChatRequest(turns, sampling(request, form), form);
    }

    private static Turn.Role role(String word) {
        return switch (word) {
            case "user" -> Turn.Role.USER;
            case "assistant" -> Turn.Role.ASSISTANT;
            default -> Turn.Role.SYSTEM; // "system", and "developer", its newer name
        };
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText()));
        return text.toString();
    }

    private static Sampling sampling(ObjectNode request, Optional<AnswerForm> form) {
        OptionalInt newName = integer(request.path("max_completion_tokens"));
        return new Sampling(
                newName.isPresent() ? newName : integer(request.path("max_tokens")),
                number(request.path("temperature")),
                number(request.path("top_p")),
                integer(request.path("top_k")),
                number(request.path("min_p")),
                number(request.path("frequency_penalty")),
                number(request.path("presence_penalty")),
                number(request.path("repeat_penalty")),
                request.path("seed").isNumber()
                        ? Optional.of(request.path("seed").asLong())
                        : Optional.empty(),
                texts(request.path("stop")),
                form.map(AnswerForm::grammar),
                request.path("logprobs").asBoolean(false)
                        ? OptionalInt.of(request.path("top_logprobs").asInt(0))
                        : OptionalInt.empty());
    }

    private static OptionalInt integer(JsonNode value) {
        return value.isNumber()
                ? OptionalInt.of((int) Math.min(value.asLong(), Integer.MAX_VALUE))
                : OptionalInt.empty();
    }

    private static OptionalDouble number(JsonNode value) {
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    private static List<String> texts(JsonNode stop) {
        List<String> texts = new ArrayList<>();
        if (stop.isTextual()) {
            texts.add(stop.asText());
        }
        stop.forEach(text -> texts.add(text.asText()));
        texts.removeIf(String::isEmpty);
        return texts;
    }
}
