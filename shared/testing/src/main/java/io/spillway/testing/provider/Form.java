package io.spillway.testing.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How one kind of provider writes an answer; the request's path tells which kind is meant. */
interface Form {
    /** An answer's message in OpenAI's words, why it ended, and how many tokens it had, where that is to be said. */
    record Answer(ObjectNode message, String finishReason, Optional<Integer> tokens) {}

    /** The whole answer. */
    String whole(Received request, Answer answer);

    /** What a stream begins with, before any token. */
    String preface(Received request, Answer answer);

    /** Some of the message. */
    String delta(Received request, ObjectNode part);

    /** What a stream ends with. */
    String end(Received request, Answer answer);

    /** The media type of a stream. */
    String streamType();

    /** The form for requests to this path, if it is not OpenAI's. */
    static Optional<Form> of(Received request) {
        String path = request.path();
        if (path.endsWith("/messages")) {
            return Optional.of(new AnthropicForm());
        }
        if (path.contains("enerateContent")) {
            return Optional.of(new GeminiForm());
        }
        return path.endsWith("/api/chat") ? Optional.of(new OllamaForm()) : Optional.empty();
    }

    /** A text by the word. */
    default Rendering text(Reply.Content.Text text, Reply reply, Received request) {
        String said = text.text().replace("{prompt}", request.prompt());
        List<String> words = said.isEmpty() ? List.of() : Arrays.asList(said.split("(?<=\\s)(?=\\S)"));
        Optional<Integer> tokens = text.usage() ? Optional.of(words.size()) : Optional.empty();
        Answer answer = new Answer(content(said), text.finishReason(), tokens);
        List<ObjectNode> parts = words.stream().map(Form::content).toList();
        return rendered(parts, answer, reply, request);
    }

    /** A message as one delta. */
    default Rendering message(Reply.Content.Message content, Reply reply, Received request) {
        Answer answer = new Answer(content.message(), content.finishReason(), Optional.of(1));
        return rendered(List.of(content.message()), answer, reply, request);
    }

    private Rendering rendered(List<ObjectNode> parts, Answer answer, Reply reply, Received request) {
        if (!request.streams()) {
            Duration silence = reply.delay().plus(reply.pace().multipliedBy(parts.size()));
            return Rendering.halves("application/json", whole(request, answer), silence);
        }
        return new Rendering(
                streamType(),
                OptionalLong.empty(),
                reply.delay(),
                preface(request, answer),
                parts.stream()
                        .map(part -> delta(request, part).getBytes(StandardCharsets.UTF_8))
                        .iterator(),
                reply.pace(),
                end(request, answer));
    }

    /** A message of plain text. */
    static ObjectNode content(String text) {
        return object().put("role", "assistant").put("content", text);
    }

    /** A new object. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** How many tokens the prompt had. */
    static int input(Received request) {
        return (request.prompt().length() + 3) / 4;
    }
}
