package io.spillway.gateway.openai.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EncodingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** 1.5 and -2 as two floats, least byte first. */
    private static final String BYTES = "AADAPwAAAMA=";

    @Test
    void whoever_asks_for_base_64_gets_it_from_a_provider_that_only_knows_numbers() throws Exception {
        // Given
        Encoding asked = Encoding.of(JSON.readTree("{\"encoding_format\":\"base64\"}"));

        // When
        JsonNode written = asked.written(JSON.readTree("[1.5,-2]"));

        // Then
        assertThat(written.textValue()).isEqualTo(BYTES);
    }

    @Test
    void whoever_asks_for_numbers_gets_them_from_a_provider_that_sent_base_64() throws Exception {
        // Given
        Encoding asked = Encoding.of(JSON.readTree("{}"));

        // When
        JsonNode written = asked.written(JSON.getNodeFactory().textNode(BYTES));

        // Then
        assertThat(written.get(0).doubleValue()).isEqualTo(1.5);
        assertThat(written.get(1).doubleValue()).isEqualTo(-2);
        assertThat(written).hasSize(2);
    }

    @Test
    void what_has_the_right_form_is_left_as_it_is() throws Exception {
        // Given
        JsonNode numbers = JSON.readTree("[0.1234567890123]");

        // When
        JsonNode written = Encoding.FLOAT.written(numbers);

        // Then
        assertThat(written).isSameAs(numbers);
    }
}
