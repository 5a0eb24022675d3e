package io.spillway.cloud.guard;

import io.spillway.cloud.provider.Chats;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CooldownCallerTest {
    private static final Duration COOLDOWN = Duration.ofMinutes(5);

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED,,PT5M",
        "OVERLOADED,,PT5M",
        "UNHEALTHY,,PT5M",
        "QUOTA_EXHAUSTED,,PT5M",
        "RATE_LIMITED,PT7S,PT7S",
        "AUTH,,",
        "BILLING,,"
    })
    void whatNamesNoTimeGetsTheConfiguredOne(ExhaustionKind kind, Duration said, Duration expected) {
        // Given
        Outcome refused = new Outcome.Exhausted(kind, Optional.ofNullable(said), "no");
        CooldownCaller caller = new CooldownCaller((_, _, _) -> refused, List.of(target()));
        // When
        Outcome outcome = caller.call(Chats.aChat("hi"), _ -> {}, new StopSignal());
        // Then
        assertThat(outcome).isEqualTo(new Outcome.Exhausted(kind, Optional.ofNullable(expected), "no"));
    }

    private static Target target() {
        Target plain = Chats.aTarget(Chats.PATIENT);
        return new Target(
                plain.name(),
                plain.model(),
                plain.label(),
                plain.pool(),
                plain.types(),
                plain.region(),
                plain.defaults(),
                plain.timeouts(),
                plain.limits(),
                plain.price(),
                plain.gguf(),
                OptionalInt.empty(),
                Optional.of(COOLDOWN));
    }
}
