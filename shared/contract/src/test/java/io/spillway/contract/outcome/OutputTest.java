package io.spillway.contract.outcome;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.cluster.Target;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OutputTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "\u2003"})
    void blanksAreNoAnswer(String text) {
        assertThat(Output.chat(text, "stop").isBlank()).isTrue();
    }

    @Test
    void aToolCallIsAnAnswerWithoutText() {
        // Given
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("role", "assistant").putNull("content");
        Output silent = Output.chat(message.deepCopy(), "stop");

        // When
        message.putArray("tool_calls").addObject().put("id", "call_1");
        Output calling = Output.chat(message, "tool_calls");

        // Then
        assertThat(silent.isBlank()).isTrue();
        assertThat(calling.isBlank()).isFalse();
        assertThat(calling.text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.30, 2.50, 1000, 100, 0.00055",
        "0.15, 0.60, 1, 1, 0.00000075",
        "30, 60, 1000000, 0, 30",
        "0, 0, 5, 5, 0",
        "0.1, 0, 0, 1000000, 0"
    })
    void aPriceIsForAMillionTokens(BigDecimal input, BigDecimal output, long in, long out, String cost) {
        // When
        BigDecimal price = new Target.Price(input, output).of(new Usage(in, out, false));

        // Then
        assertThat(price).isEqualTo(new BigDecimal(cost));
        assertThat(price.scale())
                .as("written without an exponent for whole dollars")
                .isNotNegative();
    }
}
