package io.spillway.standalone.frontdoor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A job as the API shows it, read leniently.
 *
 * @param json the answer itself
 */
public record JobView(JsonNode json) {
    private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled", "expired");

    /** {@code job_…} */
    public String id() {
        return json.path("id").asText();
    }

    /** {@code queued, in_progress, completed, failed, cancelled, expired} */
    public String status() {
        return json.path("status").asText();
    }

    /** Whether it will not change any more. */
    public boolean ended() {
        return ENDED.contains(status());
    }

    /** Whether it has an answer. */
    public boolean completed() {
        return status().equals("completed");
    }

    /** The model that answered. */
    public String target() {
        return json.path("target").asText("");
    }

    /** The answer. */
    public String text() {
        return json.path("output").path("text").asText("");
    }

    /** Every attempt, in order: {@code gemini/… exhausted → gguf/… completed}. */
    public String path() {
        List<String> steps = new ArrayList<>();
        for (JsonNode attempt : json.path("attempts")) {
            steps.add((attempt.path("target").asText() + " "
                            + attempt.path("outcome").asText("running"))
                    .strip());
        }
        return steps.isEmpty() ? "no attempt yet" : String.join(" → ", steps);
    }

    /** Why it failed, or where it stands. */
    public String trouble() {
        JsonNode error = json.path("error");
        String message =
                error.isTextual() ? error.asText() : error.path("message").asText("");
        return message.isEmpty() ? "it is " + status() : message;
    }
}
