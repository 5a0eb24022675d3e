package io.spillway.testing.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Answers in the form of Ollama's own API.
 *
 * @see <a href="https://docs.ollama.com/api/chat">Chat</a>
 */
final class OllamaForm implements Form {
    @Override
    public String whole(Received request, Answer answer) {
        return finished(body(request, answer.message()), request, answer).toString();
    }

    @Override
    public String preface(Received request, Answer answer) {
        return "";
    }

    @Override
    public String delta(Received request, ObjectNode part) {
        return body(request, part).put("done", false) + "\n";
    }

    @Override
    public String end(Received request, Answer answer) {
        return finished(body(request, Form.content("")), request, answer) + "\n";
    }

    @Override
    public String streamType() {
        return "application/x-ndjson";
    }

    static String models(List<String> names) {
        ObjectNode body = Form.object();
        names.forEach(
                name -> body.withArray("models").addObject().put("name", name).put("model", name));
        return body.toString();
    }

    private static ObjectNode body(Received request, ObjectNode message) {
        ObjectNode body =
                Form.object().put("model", request.model()).put("created_at", "2026-09-21T14:13:20.000000000Z");
        ObjectNode theirs = body.putObject("message").put("role", "assistant");
        theirs.put("content", message.path("content").asText(""));
        for (JsonNode call : message.path("tool_calls")) {
            theirs.withArray("tool_calls")
                    .addObject()
                    .putObject("function")
                    .put("name", call.at("/function/name").asText())
                    .set(
                            "arguments",
                            Received.json(call.at("/function/arguments").asText()));
        }
        return body;
    }

    private static ObjectNode finished(ObjectNode body, Received request, Answer answer) {
        body.put("done", true).put("done_reason", answer.finishReason().equals("length") ? "length" : "stop");
        answer.tokens()
                .ifPresent(tokens ->
                        body.put("prompt_eval_count", Form.input(request)).put("eval_count", tokens));
        return body;
    }
}
