package io.spillway.contract.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.spillway.contract.job.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of the records in the log and in Redis. Fields that a reader does not know are ignored, so that an old
 * reader survives a newer writer; {@code v} is raised only when that would be wrong.
 */
public final class Wire {
    /** The version every record carries. */
    public static final int VERSION = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // A record without its fields must not come alive with nulls in it.
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Wire() {}

    /** A record that no reader of this version can make sense of. */
    public static final class UnreadableRecord extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableRecord(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** A job as it stands in {@code spillway.jobs}. */
    public static byte[] encode(Job job) {
        return bytes(job);
    }

    /** The job in {@code record}. */
    public static Job job(byte[] record) throws UnreadableRecord {
        return read(record, Job.class);
    }

    /** An entry as it stands in {@code spillway.outcomes}. */
    public static byte[] encode(LogEntry entry) {
        return bytes(entry);
    }

    /** The entry in {@code record}. */
    public static LogEntry entry(byte[] record) throws UnreadableRecord {
        return read(record, LogEntry.class);
    }

    /** A record as it stands in {@code spillway.dead-letters}. */
    public static byte[] encode(DeadLetter letter) {
        return bytes(letter);
    }

    /** The letter, or what was done about one, in {@code record}. */
    public static DeadLetter deadLetter(byte[] record) throws UnreadableRecord {
        return read(record, DeadLetter.class);
    }

    /** Any contract value as JSON text, for a field of a Redis hash. */
    public static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contract value that {@link #text} wrote. */
    public static <T> T value(String text, Class<T> type) throws UnreadableRecord {
        return read(text.getBytes(StandardCharsets.UTF_8), type);
    }

    private static byte[] bytes(Object value) {
        ObjectNode tree = JSON.valueToTree(value);
        tree.put("v", VERSION);
        return text(tree).getBytes(StandardCharsets.UTF_8);
    }

    /** Whatever is wrong with {@code record} is said as one thing: its reader goes past it and goes on. */
    private static <T> T read(byte[] record, Class<T> type) {
        JsonNode tree = tree(record);
        if (tree.path("v").asLong(VERSION) > VERSION) {
            throw new UnreadableRecord("written by a newer version: v=" + tree.path("v"), null);
        }
        try {
            T value = JSON.treeToValue(tree, type);
            if (value != null) {
                return value;
            }
        } catch (IOException | RuntimeException e) {
            throw new UnreadableRecord("not a " + type.getSimpleName(), e);
        }
        throw new UnreadableRecord("not a " + type.getSimpleName(), null);
    }

    private static JsonNode tree(byte[] record) {
        try {
            return JSON.readTree(record);
        } catch (IOException e) {
            throw new UnreadableRecord("not JSON", e);
        }
    }
}
