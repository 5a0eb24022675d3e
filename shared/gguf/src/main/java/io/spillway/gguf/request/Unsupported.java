package io.spillway.gguf.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What another target may do and our engines do not. Above all, no grammar but our own reaches native code. */
final class Unsupported {
    /** A field that we cannot serve if {@code asked}. */
    private record Feature(String field, Predicate<JsonNode> asked) {}

    private static final List<Feature> FEATURES = List.of(
            new Feature("tools", value -> !value.isEmpty()),
            new Feature("functions", value -> !value.isEmpty()),
            new Feature("tool_choice", value -> !List.of("none", "auto").contains(value.asText())),
            new Feature("function_call", value -> !List.of("none", "auto").contains(value.asText())),
            new Feature("n", value -> value.asInt(2) != 1),
            new Feature("logit_bias", value -> !value.isEmpty()),
            new Feature("grammar", _ -> true),
            new Feature(
                    "modalities",
                    value -> value.size() != 1 || !value.path(0).asText().equals("text")),
            new Feature("audio", _ -> true),
            new Feature("web_search_options", _ -> true));

    /** Asked for them, the binding ends its process: its JSON lacks what its own code reads. */
    private static final List<Feature> NOT_OF_THE_BINDING = List.of(
            new Feature("logprobs", value -> value.asBoolean(true)),
            new Feature("top_logprobs", value -> value.asInt(1) != 0));

    private Unsupported() {}

    static Optional<Outcome> first(ObjectNode request, Target.Engine engine) {
        List<Feature> lacking = switch (engine) {
            case Target.Engine.Binding() -> NOT_OF_THE_BINDING;
            case Target.Engine.LlamaServer _ -> List.of();
        };
        Stream<String> fields = Stream.concat(FEATURES.stream(), lacking.stream())
                .filter(feature -> request.hasNonNull(feature.field))
                .filter(feature -> feature.asked.test(request.path(feature.field)))
                .map(Feature::field);
        Stream<String> messages = elements(request.path("messages")).flatMap(Unsupported::message);
        return Stream.concat(fields, messages)
                .findFirst()
                .map(what -> new Outcome.Refused(what + " is not supported by gguf models"));
    }

    private static Stream<String> message(JsonNode message) {
        String role = message.path("role").asText();
        if (role.equals("tool") || role.equals("function")) {
            return Stream.of("messages of the role " + role);
        }
        if (!message.path("tool_calls").isEmpty()) {
            return Stream.of("messages with tool_calls");
        }
        return elements(message.path("content"))
                .filter(part -> !part.path("type").asText().equals("text"))
                .map(_ -> "messages with content parts other than text");
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
