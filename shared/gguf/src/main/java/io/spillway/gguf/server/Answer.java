package io.spillway.gguf.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gguf.prompt.Shortened;
import io.spillway.gguf.protocol.EngineReply;
import io.spillway.gguf.protocol.EngineReply.Finish;
import java.io.IOException;
import java.util.Optional;

/** What has come of a streamed answer. */
final class Answer {
    private final StringBuilder text = new StringBuilder();
    private final ObjectNode logprobs = ServerApi.JSON.createObjectNode();
    private String finish = "";
    private int completionTokens = -1;
    private volatile int pieces;

    /** Adds an event of the stream, and returns the text that it brings. */
    String add(JsonNode event) {
        if (event.has("usage")) {
            completionTokens = event.at("/usage/completion_tokens").asInt();
        }
        JsonNode choice = event.at("/choices/0");
        if (choice.at("/logprobs/content") instanceof ArrayNode content) {
            logprobs.withArray("content").addAll(content);
        }
        finish = choice.path("finish_reason").asText(finish);
        String piece = choice.at("/delta/content").isTextual()
                ? choice.at("/delta/content").asText()
                : "";
        text.append(piece);
        pieces += piece.isEmpty() ? 0 : 1;
        return piece;
    }

    /** Pieces of text so far; each is one token, or the last of those that make a character. */
    int pieces() {
        return pieces;
    }

    EngineReply done(long id, Shortened prompt) throws IOException {
        if (finish.isEmpty()) {
            throw new IOException("the stream ended before the answer did");
        }
        return new EngineReply.Done(
                id,
                text.toString(),
                finish.equals("length") ? Finish.LENGTH : Finish.STOP,
                prompt.tokens(),
                completionTokens >= 0 ? completionTokens : pieces,
                prompt.leftOut(),
                logprobs.isEmpty() ? Optional.empty() : Optional.of(logprobs));
    }
}
