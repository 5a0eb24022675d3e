package io.spillway.gateway.admission;

import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PunctualSerializerTest {
    private final PunctualSerializer serializer = new PunctualSerializer();
    private final Headers headers = new RecordHeaders();

    @Test
    void lets_a_record_through_that_is_in_time() {
        // Given
        PunctualSerializer.stamp(headers, Instant.now());

        // When
        byte[] written = serializer.serialize("topic", headers, new byte[] {1});

        // Then
        assertThat(written).containsExactly(1);
    }

    @Test
    void refuses_a_record_whose_client_has_been_told_503() {
        // Given
        PunctualSerializer.stamp(
                headers, Instant.now().minus(PunctualSerializer.LATEST).minusMillis(1));

        // Then
        assertThatThrownBy(() -> serializer.serialize("topic", headers, new byte[] {1}))
                .isInstanceOf(SerializationException.class);
    }
}
