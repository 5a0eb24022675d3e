package io.spillway.testing.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The provider's script and journal over HTTP, for a provider in another process. A script is {@code {"replies":
 * [reply, …], "fail_percent": 20, "seed": 1, "failure": reply}}, the last reply repeats; a reply is {@code {"text" |
 * "tokens" | "body", "status", "headers", "delay_ms", "pace_ms", "hang_after", "cut_after"}}, all optional, where -1
 * means before the first byte.
 */
final class Control {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Control() {}

    static Reply set(ScriptedProvider provider, String body) {
        try {
            JsonNode wanted = JSON.readTree(body);
            List<Reply> replies = new ArrayList<>();
            wanted.path("replies").forEach(reply -> replies.add(reply(reply)));
            if (replies.isEmpty()) {
                return Reply.json(400, "{\"error\":\"replies is missing\"}");
            }
            Script script = Script.sequence(replies.toArray(Reply[]::new));
            int percent = wanted.path("fail_percent").asInt(0);
            provider.script(
                    percent == 0
                            ? script
                            : script.failing(percent, wanted.path("seed").asLong(1), reply(wanted.path("failure"))));
            return Reply.json(200, "{}");
        } catch (JsonProcessingException e) {
            return Reply.json(400, "{\"error\":\"not JSON\"}");
        }
    }

    static Reply journal(Journal journal) {
        ArrayNode lines = JSON.createArrayNode();
        for (Visit visit : journal.visits()) {
            ObjectNode line = lines.addObject()
                    .put("number", visit.request().number())
                    .put("at", visit.at().toString())
                    .put("method", visit.request().method())
                    .put("path", visit.request().path())
                    .put("body", visit.request().body())
                    .put("fate", visit.fate().name());
            visit.endedAt().ifPresent(at -> line.put("ended_at", at.toString()));
            line.set("headers", JSON.valueToTree(visit.request().headers()));
        }
        return Reply.json(200, lines.toString());
    }

    private static Reply reply(JsonNode wanted) {
        Reply reply = content(wanted)
                .after(Duration.ofMillis(wanted.path("delay_ms").asLong(0)))
                .paced(Duration.ofMillis(wanted.path("pace_ms").asLong(0)));
        for (var header : wanted.path("headers").properties()) {
            reply = reply.header(header.getKey(), header.getValue().asText());
        }
        if (wanted.has("hang_after")) {
            reply = reply.hangAfter(wanted.path("hang_after").asInt());
        }
        return wanted.has("cut_after") ? reply.cutAfter(wanted.path("cut_after").asInt()) : reply;
    }

    private static Reply content(JsonNode wanted) {
        int status = wanted.path("status").asInt(200);
        if (wanted.has("body")) {
            JsonNode body = wanted.path("body");
            return Reply.json(status, body.isTextual() ? body.asText() : body.toString());
        }
        if (status != 200) {
            return Reply.status(status);
        }
        return wanted.has("tokens")
                ? Reply.tokens(wanted.path("tokens").asInt(), Duration.ZERO)
                : Reply.text(wanted.path("text").asText("You said: {prompt}"));
    }
}
