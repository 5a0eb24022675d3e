package io.spillway.gguf.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.outcome.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What is wrong with a request whoever is asked. The gateway checks most of it at the door; nothing native must ever
 * depend on that.
 */
final class Mistakes {
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");
    private static final int MOST_STOPS = 16;

    /** A field that, where it is given, must be of a kind. */
    private record Rule(String field, String kind, Predicate<JsonNode> holds) {}

    private static final List<Rule> RULES = List.of(
            new Rule("max_tokens", "a whole number of at least 1", Mistakes::positive),
            new Rule("max_completion_tokens", "a whole number of at least 1", Mistakes::positive),
            new Rule("temperature", "a number from 0 to 2", value -> within(value, 0, 2)),
            new Rule("top_p", "a number from 0 to 1", value -> within(value, 0, 1)),
            new Rule("top_k", "a whole number from 0 to 100000", value -> value.isInt() && within(value, 0, 100_000)),
            new Rule("min_p", "a number from 0 to 1", value -> within(value, 0, 1)),
            new Rule("repeat_penalty", "a number from 0.1 to 10", value -> within(value, 0.1, 10)),
            new Rule("top_logprobs", "a whole number from 0 to 20", value -> value.isInt() && within(value, 0, 20)),
            new Rule("frequency_penalty", "a number from -2 to 2", value -> within(value, -2, 2)),
            new Rule("presence_penalty", "a number from -2 to 2", value -> within(value, -2, 2)),
            new Rule("seed", "a whole number", value -> value.isIntegralNumber() && value.canConvertToLong()),
            new Rule("stop", "a text or a list of at most " + MOST_STOPS + " texts", Mistakes::stops));

    private Mistakes() {}

    static Optional<Outcome> first(ObjectNode request) {
        return Stream.concat(fields(request), messages(request.path("messages")))
                .findFirst()
                .map(Outcome.Rejected::new);
    }

    private static Stream<String> fields(ObjectNode request) {
        return RULES.stream()
                .filter(rule -> request.hasNonNull(rule.field))
                .filter(rule -> !rule.holds.test(request.path(rule.field)))
                .map(rule -> rule.field + " should be " + rule.kind);
    }

    private static Stream<String> messages(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            return Stream.of("messages should be a list of at least one message");
        }
        return StreamSupport.stream(messages.spliterator(), false).flatMap(Mistakes::message);
    }

    private static Stream<String> message(JsonNode message) {
        if (!ROLES.contains(message.path("role").asText())) {
            return Stream.of("messages: role should be one of system, user, assistant");
        }
        JsonNode content = message.path("content");
        boolean absent = content.isNull() || content.isMissingNode();
        return content.isTextual() || content.isArray() || absent
                ? Stream.empty()
                : Stream.of("messages: content should be a text or a list of parts");
    }

    private static boolean positive(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 1;
    }

    private static boolean within(JsonNode value, double least, double most) {
        return value.isNumber() && value.asDouble() >= least && value.asDouble() <= most;
    }

    private static boolean stops(JsonNode value) {
        return value.isTextual()
                || value.isArray()
                        && value.size() <= MOST_STOPS
                        && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isTextual);
    }
}
