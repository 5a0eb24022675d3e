package io.spillway.cloud.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.outcome.Usage;

/** Counts tokens where the provider did not: four characters are about one, which is right enough for a bill's guess. */
public final class TokenEstimate {
    private static final int CHARS_PER_TOKEN = 4;

    private TokenEstimate() {}

    /** What a call with these messages and this answer may have used. */
    public static Usage of(JsonNode messages, JsonNode answer) {
        return new Usage(tokens(characters(messages)), tokens(characters(answer)), true);
    }

    /** How many tokens the text in {@code node} may have. */
    public static long tokens(JsonNode node) {
        return tokens(characters(node));
    }

    private static long tokens(long characters) {
        return (characters + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
    }

    /** Text only: the names of fields are not billed, and an image's base 64 is not text. */
    private static long characters(JsonNode node) {
        if (node.isTextual()) {
            return node.asText().startsWith("data:") ? 0 : node.asText().length();
        }
        long sum = 0;
        for (var field : node.properties()) {
            boolean said = !field.getKey().equals("role")
                    && !field.getKey().equals("type")
                    && !field.getKey().equals("id");
            sum += said ? characters(field.getValue()) : 0;
        }
        if (node.isArray()) {
            for (JsonNode item : node) {
                sum += characters(item);
            }
        }
        return sum;
    }
}
