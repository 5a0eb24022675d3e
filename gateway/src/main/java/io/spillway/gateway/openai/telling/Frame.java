package io.spillway.gateway.openai.telling;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.gateway.openai.JobFacts;
import io.spillway.scheduling.JobView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One server-sent event.
 *
 * @param comments lines that clients skip and people read
 * @param event its name, where it has one
 * @param data what it carries, in one line
 */
public record Frame(List<String> comments, Optional<String> event, String data) {
    private static final String DONE = "[DONE]";

    /** An event without a name. */
    public static Frame of(JsonNode data) {
        return new Frame(List.of(), Optional.empty(), data.toString());
    }

    /** An event named {@code event}. */
    public static Frame of(String event, JsonNode data) {
        return new Frame(List.of(), Optional.of(event), data.toString());
    }

    /** The last event of a chat: the end of its chunks. */
    public static Frame done() {
        return new Frame(List.of(), Optional.empty(), DONE);
    }

    /** The same with what there is to know of the job, as the last event has it. */
    public Frame with(JobView view) {
        List<String> facts = JobFacts.of(view).entrySet().stream()
                .map((Map.Entry<String, String> fact) -> fact.getKey() + ": " + fact.getValue())
                .toList();
        return new Frame(facts, event, data);
    }

    /** As it is sent; neither a comment nor JSON has a line break in it. */
    String text() {
        StringBuilder text = new StringBuilder();
        comments.forEach(comment -> text.append(": ").append(comment).append('\n'));
        event.ifPresent(name -> text.append("event: ").append(name).append('\n'));
        return text.append("data: ").append(data).append("\n\n").toString();
    }
}
