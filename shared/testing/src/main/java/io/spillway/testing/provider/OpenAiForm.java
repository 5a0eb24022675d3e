package io.spillway.testing.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers in the form of OpenAI's chat completions, plain or as server-sent events.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">Chat completions</a>
 */
final class OpenAiForm {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenAiForm() {}

    static Rendering text(Reply.Content.Text text, Reply reply, Received request) {
        String answer = text.text().replace("{prompt}", request.prompt());
        List<String> words = answer.isEmpty() ? List.of() : Arrays.asList(answer.split("(?<=\\s)(?=\\S)"));
        if (request.streams()) {
            List<String> deltas = words.stream()
                    .map(word -> event(chunk(request, JSON.createObjectNode().put("content", word), null)))
                    .toList();
            String usage = text.usage() && asksForUsage(request) ? usageEvent(request, words.size()) : "";
            return stream(request, reply, deltas, text.finishReason(), usage);
        }
        ObjectNode message = JSON.createObjectNode().put("role", "assistant").put("content", answer);
        ObjectNode body = whole(request, message, text.finishReason());
        if (text.usage()) {
            body.set("usage", usage(request, words.size()));
        }
        return plain(body, reply, words.size());
    }

    static Rendering message(Reply.Content.Message content, Reply reply, Received request) {
        if (request.streams()) {
            String delta = event(chunk(request, content.message(), null));
            return stream(request, reply, List.of(delta), content.finishReason(), usageEvent(request, 1));
        }
        ObjectNode body = whole(request, content.message(), content.finishReason());
        body.set("usage", usage(request, 1));
        return plain(body, reply, 1);
    }

    static String models(List<String> names) {
        ObjectNode body = JSON.createObjectNode().put("object", "list");
        names.forEach(name -> body.withArray("data").addObject().put("id", name).put("object", "model"));
        return body.toString();
    }

    private static Rendering plain(ObjectNode body, Reply reply, int tokens) {
        Duration silence = reply.delay().plus(reply.pace().multipliedBy(tokens));
        return Rendering.halves("application/json", body.toString(), silence);
    }

    private static Rendering stream(
            Received request, Reply reply, List<String> deltas, String finishReason, String usage) {
        String role = event(chunk(request, JSON.createObjectNode().put("role", "assistant"), null));
        String end = event(chunk(request, JSON.createObjectNode(), finishReason)) + usage + "data: [DONE]\n\n";
        return new Rendering(
                "text/event-stream",
                OptionalLong.empty(),
                reply.delay(),
                role,
                deltas.stream().map(OpenAiForm::bytes).iterator(),
                reply.pace(),
                end);
    }

    private static ObjectNode whole(Received request, ObjectNode message, String finishReason) {
        ObjectNode body = head(request, "chat.completion");
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.set("message", message);
        choice.put("finish_reason", finishReason);
        return body;
    }

    private static ObjectNode chunk(Received request, ObjectNode delta, @Nullable String finishReason) {
        ObjectNode body = head(request, "chat.completion.chunk");
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finishReason);
        return body;
    }

    private static String usageEvent(Received request, int tokens) {
        ObjectNode body = head(request, "chat.completion.chunk");
        body.putArray("choices");
        body.set("usage", usage(request, tokens));
        return event(body);
    }

    private static ObjectNode usage(Received request, int tokens) {
        int input = (request.prompt().length() + 3) / 4;
        return JSON.createObjectNode()
                .put("prompt_tokens", input)
                .put("completion_tokens", tokens)
                .put("total_tokens", input + tokens);
    }

    private static ObjectNode head(Received request, String object) {
        return JSON.createObjectNode()
                .put("id", "chatcmpl-" + request.number())
                .put("object", object)
                .put("created", 1_790_000_000)
                .put("model", request.model());
    }

    private static boolean asksForUsage(Received request) {
        return request.json().path("stream_options").path("include_usage").asBoolean(false);
    }

    private static String event(ObjectNode data) {
        return "data: " + data + "\n\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
