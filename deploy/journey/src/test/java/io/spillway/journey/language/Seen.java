package io.spillway.journey.language;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A job as the API showed it once. */
public record Seen(JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled", "expired");

    /** The job in this answer. */
    public static Seen of(String json) {
        try {
            return new Seen(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String id() {
        return body.path("id").asText();
    }

    public String status() {
        return body.path("status").asText();
    }

    public boolean ended() {
        return ENDED.contains(status());
    }

    /** The answer's text, empty if there is none. */
    public String text() {
        return body.path("output").path("text").asText("");
    }

    /** Every attempt as {@code target: outcome}. */
    public List<String> path() {
        List<String> path = new ArrayList<>();
        body.path("attempts")
                .forEach(attempt -> path.add(attempt.path("target").asText() + ": "
                        + attempt.path("outcome").asText()));
        return path;
    }

    /** What it waits for, empty if it does not. */
    public String waitingFor() {
        return body.path("queue").path("waiting_for").asText("");
    }
}
