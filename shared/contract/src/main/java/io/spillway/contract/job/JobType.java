package io.spillway.contract.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of inference a job asks for; each takes the fields of OpenAI's call for it. */
public enum JobType {
    CHAT,
    EMBEDDING,
    SPEECH,
    IMAGE;

    /** The word used in the API, the configuration and the log. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that {@code word} names, if any. */
    public static Optional<JobType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }
}
