package io.spillway.gateway.api;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PreferenceTest {
    @ParameterizedTest(name = "{0} waits {1}")
    @CsvSource(delimiter = '|', textBlock = """
            wait=1                   | 1
            wait=60                  | 60
            wait=61                  | 60
            wait=999999999           | 60
            respond-async, wait=10   | 10
            wait = 7                 | 7
            wait="5"                 | 5
            return=minimal; wait=3   | 3
            wait=0                   | 0
            wait=-1                  | 0
            wait=x                   | 0
            wait=9999999999          | 0
            await=5                  | 0
            wait                     | 0
            """)
    void reads_how_long_to_wait(String header, int seconds) {
        // When
        int read = Preference.of(List.of(header)).map(Preference::seconds).orElse(0);

        // Then
        assertThat(read).isEqualTo(seconds);
    }

    @Test
    void reads_a_preference_from_any_of_several_headers() {
        // When
        var read = Preference.of(List.of("respond-async", "wait=4"));

        // Then
        assertThat(read).map(Preference::applied).contains("wait=4");
    }
}
