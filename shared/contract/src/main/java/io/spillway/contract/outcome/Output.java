package io.spillway.contract.outcome;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.ArtifactRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a model answered. Of a chat job: {@code {"text", "message": OpenAI's message, "finish_reason": "stop" | "length" |
 * "tool_calls" | "content_filter"}}; of an embedding {@code {"data": OpenAI's list}}; of speech and images
 * {@code {"artifacts": [references]}}.
 *
 * @param binaries what is not in the artifact store yet; the log never holds it
 */
public record Output(@JsonValue ObjectNode body, List<Binary> binaries) {
    private static final String ARTIFACTS = "artifacts";
    private static final String DEGRADED = "degraded";

    /**
     * An image or a recording.
     *
     * @param about what else the provider said of it, e.g. {@code revised_prompt}
     */
    public record Binary(String contentType, byte[] content, ObjectNode about) {}

    public Output {
        binaries = List.copyOf(binaries);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Output(ObjectNode body) {
        this(body, List.of());
    }

    /** A chat answer of plain text. */
    public static Output chat(String text, String finishReason) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("role", "assistant").put("content", text);
        return chat(message, finishReason);
    }

    /** A chat answer from OpenAI's {@code message} object. */
    public static Output chat(ObjectNode message, String finishReason) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("text", message.path("content").asText(""));
        body.set("message", message);
        body.put("finish_reason", finishReason);
        return new Output(body);
    }

    /** Embeddings from OpenAI's {@code data} list. */
    public static Output embeddings(ArrayNode data) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("data", data);
        return new Output(body);
    }

    /** Images or recordings, still to be stored. */
    public static Output of(List<Binary> binaries) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray(ARTIFACTS);
        return new Output(body, binaries);
    }

    /** This output with its binaries stored: {@code refs} has the reference of each, in order. */
    public Output stored(List<ArtifactRef> refs) {
        if (refs.isEmpty()) {
            return this;
        }
        ObjectNode copy = body.deepCopy();
        ArrayNode artifacts = copy.withArray(ARTIFACTS);
        IntStream.range(0, refs.size())
                .forEach(n -> artifacts.add(
                        binaries.get(n).about().deepCopy().setAll(refs.get(n).json())));
        return new Output(copy);
    }

    /** The same, but it did not come from a model of the job's route. */
    public Output asDegraded() {
        return new Output(body.deepCopy().put(DEGRADED, true), binaries);
    }

    /** Whether it is the answer of last resort instead of a model's. */
    public boolean degraded() {
        return body.path(DEGRADED).asBoolean(false);
    }

    /** The artifacts of speech and images, in order. */
    public List<ArtifactRef> artifacts() {
        return body.path(ARTIFACTS)
                .valueStream()
                .map(ArtifactRef::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The text of a chat answer; empty where there is none. */
    public String text() {
        return body.path("text").asText("");
    }

    /** Whether it holds neither text nor a tool call nor anything else a model makes: a failure, not an answer. */
    public boolean isBlank() {
        JsonNode message = body.path("message");
        return text().isBlank()
                && binaries.isEmpty()
                && !message.path("function_call").isObject()
                && !message.path("audio").isObject()
                && Stream.of(message.path("tool_calls"), body.path("data"), body.path(ARTIFACTS))
                        .allMatch(JsonNode::isEmpty);
    }
}
