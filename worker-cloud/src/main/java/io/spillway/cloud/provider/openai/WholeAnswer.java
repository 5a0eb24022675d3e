package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.Incoming;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.outcome.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a chat completion that comes in one piece. */
final class WholeAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChatAnswer answer;
    private final TokenSink tokens;
    private final Dialect dialect;

    WholeAnswer(ChatAnswer answer, TokenSink tokens, Dialect dialect) {
        this.answer = answer;
        this.tokens = tokens;
        this.dialect = dialect;
    }

    Outcome read(Incoming incoming, Incoming.Head head) throws CallEnded, InterruptedException {
        JsonNode said = json(incoming.whole(), head);
        answer.failIfError(head.headers(), said);
        JsonNode body = dialect.whole(said);
        List<JsonNode> choices = new ArrayList<>();
        body.path("choices").forEach(choices::add);
        Outcome outcome = answer.outcome(head.headers(), choices, body.path("usage"));
        if (outcome instanceof Outcome.Completed completed
                && !completed.output().text().isEmpty()) {
            tokens.append(completed.output().text());
        }
        return outcome;
    }

    /** The object that {@code body} is. */
    static JsonNode json(byte[] body, Incoming.Head head) throws CallEnded {
        if (body.length == 0) {
            throw new CallEnded(new Outcome.Transient(head.status() + " with nothing in it"));
        }
        try {
            JsonNode json = JSON.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            // Said below: what stood there instead is nobody's business.
        }
        String type = head.mediaType();
        throw new CallEnded(new Outcome.Transient(
                type.equals("application/json")
                        ? head.status() + " with broken JSON"
                        : head.status() + " with " + (type.isEmpty() ? "no media type" : type) + " instead of JSON"));
    }
}
