package io.spillway.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.spillway.contract.job.JobStatus;
import java.util.Arrays;

/** What an endpoint can ask to be told of: each way in which a job ends. */
public enum EventType {
    COMPLETED("job.completed"),
    FAILED("job.failed"),
    CANCELLED("job.cancelled"),
    EXPIRED("job.expired");

    private final String word;

    EventType(String word) {
        this.word = word;
    }

    /** The word used in the API, the state and the webhook itself. */
    @JsonValue
    public String word() {
        return word;
    }

    @JsonCreator
    static EventType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no type of event: " + word));
    }

    /** That a job has ended with {@code status}. */
    static EventType of(JobStatus status) {
        return of("job." + status.word());
    }

    /** All words. */
    static String[] words() {
        return Arrays.stream(values()).map(EventType::word).toArray(String[]::new);
    }
}
