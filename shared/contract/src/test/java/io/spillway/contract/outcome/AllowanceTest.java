package io.spillway.contract.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AllowanceTest {
    @ParameterizedTest(name = "{0} of {1} left for {2}: believed {3}")
    @CsvSource({
        "5,  10, PT1S,  true",
        "0,  10, PT1S,  true",
        "10, 10, PT1S,  true",
        "11, 10, PT1S,  false",
        "-1, 10, PT1S,  false",
        "5,  10, PT0S,  false",
        "5,  10, PT-1S, false",
        "0,  0,  PT1S,  false"
    })
    void onlySensibleFiguresMakeAWindow(long remaining, long limit, Duration reset, boolean believed) {
        // When
        Optional<Allowance.Window> window = Allowance.Window.of(OptionalLong.of(limit), remaining, reset);

        // Then
        assertThat(window.isPresent()).isEqualTo(believed);
    }

    @Test
    void nothingSaidIsNoAllowance() {
        // When
        Optional<Allowance> allowance = Allowance.of(Optional.empty(), Optional.empty(), Instant.EPOCH);

        // Then
        assertThat(allowance).isEmpty();
    }
}
