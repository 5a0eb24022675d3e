package io.spillway.bench.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an engine is asked. */
final class Prompt {
    private static final int ANSWER = 64;

    private Prompt() {}

    /** A chat of about a hundred tokens, to be answered with 64; no two begin alike, so no slot has any of it in memory. */
    static ObjectNode request(int run, int number) {
        String text = "Run " + run + " of slot " + number + ". " + "Count the ships on the sea once more. ".repeat(12);
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putArray("messages").addObject().put("role", "user").put("content", text);
        return request.put("max_tokens", ANSWER).put("temperature", 2).put("seed", run);
    }
}
