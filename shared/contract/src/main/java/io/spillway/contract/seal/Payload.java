package io.spillway.contract.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What holds a job's words, and is encrypted where the cluster has keys. Sealed JSON is an object still: beside the sealed
 * text it shows the numbers and flags of what it stands for, since whoever schedules looks at limits.
 */
public enum Payload {
    REQUEST,
    OUTPUT,
    TOKENS;

    private static final String MARK = "$sealed";
    private static final int BASE_64_BITS = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** {@code node}, or what stands in its place. */
    public ObjectNode sealed(PayloadKeys keys, JobId job, ObjectNode node) {
        if (keys.inUse().isEmpty() || isSealed(node)) {
            return node;
        }
        ObjectNode place = JsonNodeFactory.instance.objectNode();
        node.properties().stream()
                .filter(field -> isShown(field.getValue()))
                .forEach(field -> place.set(field.getKey(), field.getValue()));
        return place.put(MARK, Sealed.seal(keys, place(job), bytes(node)));
    }

    /** What {@code node} stands for; itself if it stands for nothing, or cannot be {@link #opened} here. */
    public ObjectNode opened(PayloadKeys keys, JobId job, ObjectNode node) {
        return isSealed(node)
                ? Sealed.open(keys, place(job), node.path(MARK).textValue())
                        .map(content -> beside(content, node))
                        .orElse(node)
                : node;
    }

    /** Why {@code node} cannot be opened here, for people; empty if it can. */
    public Optional<String> locked(PayloadKeys keys, JobId job, ObjectNode node) {
        return isSealed(opened(keys, job, node))
                ? Optional.of(reason(keys, Sealed.id(node.path(MARK).textValue())))
                : Optional.empty();
    }

    /** {@code text}, sealed; only where there is a key in use. */
    public String sealedText(PayloadKeys keys, JobId job, String text) {
        return Sealed.seal(keys, place(job), text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text that was sealed; empty if it cannot be opened here. */
    public Optional<String> openedText(PayloadKeys keys, JobId job, String sealed) {
        return Sealed.open(keys, place(job), sealed).map(content -> new String(content, StandardCharsets.UTF_8));
    }

    /** How many bytes {@code node} has, or what it stands for. */
    public static long size(ObjectNode node) {
        return isSealed(node)
                ? node.path(MARK).textValue().length() * (long) BASE_64_BITS / Byte.SIZE
                : node.toString().length();
    }

    /** Why something that was sealed with the key {@code id} cannot be opened, for people. */
    public static String reason(PayloadKeys keys, String id) {
        return keys.has(id)
                ? "the payload was changed, or encrypted by another key '" + id + "' than this process has"
                : "the payload is encrypted with the key '" + id + "', which this process does not have";
    }

    /** A client may send such a field; but its request has something else in it too. */
    private static boolean isSealed(ObjectNode node) {
        return node.path(MARK).isTextual()
                && node.properties().stream()
                        .allMatch(field -> field.getKey().equals(MARK) || isShown(field.getValue()));
    }

    private static boolean isShown(JsonNode value) {
        return value.isNumber() || value.isBoolean();
    }

    /** What was noted beside it since it was sealed counts too. */
    private static ObjectNode beside(byte[] content, ObjectNode place) {
        try {
            ObjectNode node = (ObjectNode) JSON.readTree(content);
            place.properties().stream()
                    .filter(field -> isShown(field.getValue()))
                    .forEach(field -> node.set(field.getKey(), field.getValue()));
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String place(JobId job) {
        return job.value() + "/" + name().toLowerCase(Locale.ROOT);
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
