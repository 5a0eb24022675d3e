package io.spillway.cloud.guard;

import io.spillway.cloud.provider.ErrorReply;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResetHintTest {
    @ParameterizedTest
    @MethodSource("io.spillway.cloud.guard.HintRows#all")
    void reads(HintRows.Row row) {
        // Given
        HttpHeaders headers = HttpHeaders.of(row.headerMap(), (_, _) -> true);
        ErrorReply reply = ErrorReply.of(row.status(), headers, row.body().getBytes(StandardCharsets.UTF_8));
        // When
        Optional<Duration> hint = ResetHint.of(reply, HintRows.NOW);
        // Then
        assertThat(hint.map(Duration::toString).orElse("none")).as(row.source()).isEqualTo(row.hint());
    }
}
