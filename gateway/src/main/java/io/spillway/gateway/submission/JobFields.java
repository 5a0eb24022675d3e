package io.spillway.gateway.submission;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.JobType;
import java.time.Duration;
import java.util.Arrays;

/** The fields that say how a job is to be handled, whatever its type. */
final class JobFields {
    private static final int ENDPOINT = 64;
    private static final int METADATA_PAIRS = 16;
    private static final int METADATA_KEY = 64;
    private static final int METADATA_VALUE = 512;
    /** The log keeps outcomes no longer. */
    private static final Duration LONGEST_RESULT_TTL = Duration.ofHours(96);

    private JobFields() {}

    static Shape shape() {
        return new Shape()
                .optional(
                        "type",
                        Rule.oneOf(Arrays.stream(JobType.values())
                                .map(JobType::word)
                                .toArray(String[]::new)))
                .optional("model", Rule.text(200))
                .optional("priority", Rule.integer(0, 9))
                .optional("start_by", Rule.duration(Deadlines.LONGEST_END_BY))
                .optional("run_timeout", Rule.duration(Deadlines.LONGEST_END_BY))
                .optional("end_by", Rule.duration(Deadlines.LONGEST_END_BY))
                .optional("result_ttl", Rule.duration(LONGEST_RESULT_TTL))
                .optional("fallback", Rule.flag())
                .optional("stream", Rule.flag())
                .optional("webhook", new Shape().required("endpoint", Rule.text(ENDPOINT)))
                .optional("metadata", JobFields::metadata);
    }

    static void metadata(Place at, JsonNode value) {
        if (!value.isObject()) {
            at.wrong("should be an object of strings");
            return;
        }
        if (value.size() > METADATA_PAIRS) {
            at.wrong("should have at most " + METADATA_PAIRS + " pairs");
            return;
        }
        value.properties().forEach(pair -> {
            Place here = at.at(pair.getKey());
            if (pair.getKey().isEmpty() || pair.getKey().length() > METADATA_KEY) {
                at.wrong("should have keys of 1 to " + METADATA_KEY + " characters");
            } else if (!pair.getValue().isTextual()) {
                here.wrong("should be a string");
            } else if (pair.getValue().textValue().length() > METADATA_VALUE) {
                here.wrong("should have at most " + METADATA_VALUE + " characters");
            }
        });
    }
}
