package io.spillway.gateway.submission;

import io.spillway.contract.job.JobType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

class DescribedFieldsTest {
    @Test
    void what_is_described_is_what_is_read() throws IOException {
        // Given
        Map<String, Object> described;
        try (InputStream in = getClass().getResourceAsStream("/META-INF/openapi.yaml")) {
            described = new Yaml().load(in);
        }

        // When
        Object properties = at(at(at(at(described, "components"), "schemas"), "JobRequest"), "properties");

        // Then
        assertThat(((Map<?, ?>) properties).keySet())
                .map(Object::toString)
                .containsExactlyInAnyOrderElementsOf(SubmissionReader.names(JobType.CHAT));
    }

    @ParameterizedTest
    @CsvSource({"EMBEDDING, EmbeddingFields", "SPEECH, SpeechFields", "IMAGE, ImageFields"})
    void what_is_described_of_other_types_is_what_is_read(JobType type, String schema) throws IOException {
        // Given
        Map<String, Object> described;
        try (InputStream in = getClass().getResourceAsStream("/META-INF/openapi.yaml")) {
            described = new Yaml().load(in);
        }

        // When
        Object properties = at(at(at(at(described, "components"), "schemas"), schema), "properties");

        // Then
        assertThat(((Map<?, ?>) properties).keySet())
                .map(Object::toString)
                .containsExactlyInAnyOrderElementsOf(CallFields.of(type).names());
    }

    private static Object at(Object node, String key) {
        return ((Map<?, ?>) node).get(key);
    }
}
