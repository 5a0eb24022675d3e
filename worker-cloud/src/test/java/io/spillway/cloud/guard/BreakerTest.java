package io.spillway.cloud.guard;

import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BreakerTest {
    private static final Outcome ANSWER = new Outcome.Completed(Output.chat("a", "stop"), Usage.NONE);
    private static final Outcome FAILURE = new Outcome.Transient("500, failed");
    private static final Outcome RATE =
            new Outcome.Exhausted(ExhaustionKind.RATE_LIMITED, Optional.of(Duration.ofSeconds(1)), "429");
    private static final Outcome OVERLOAD = new Outcome.Exhausted(ExhaustionKind.OVERLOADED, Optional.empty(), "503");

    private final Breaker breaker = new Breaker();

    @Test
    void whatFailsAgainAndAgainIsUnhealthyForEverybody() {
        // When
        List<Outcome> judged = judged(FAILURE, Breaker.CALLS + 3);
        // Then
        assertThat(judged.subList(0, Breaker.CALLS - 1)).allMatch(FAILURE::equals);
        assertThat(judged.subList(Breaker.CALLS - 1, judged.size()))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(Outcome.Exhausted.class, unhealthy -> {
                            assertThat(unhealthy.kind()).isEqualTo(ExhaustionKind.UNHEALTHY);
                            assertThat(unhealthy.retryAfter()).isEmpty();
                            assertThat(unhealthy.detail()).endsWith("500, failed");
                        }));
    }

    @Test
    void overloadCountsAsAFailureAndARateDoesNot() {
        // When
        List<Outcome> rates = judged(RATE, 5 * Breaker.CALLS);
        List<Outcome> overloads = judged(OVERLOAD, Breaker.CALLS);
        // Then
        assertThat(rates).allMatch(RATE::equals);
        assertThat(((Outcome.Exhausted) overloads.getLast()).kind()).isEqualTo(ExhaustionKind.UNHEALTHY);
    }

    @Test
    void anAnswerAfterAWhileClosesIt() {
        // Given
        judged(FAILURE, Breaker.CALLS);
        // When
        await().atMost(Duration.ofSeconds(30))
                .until(() -> breaker.judged(ANSWER).equals(ANSWER)
                        && breaker.judged(FAILURE).equals(FAILURE));
        // Then
        assertThat(judged(FAILURE, Breaker.CALLS - 2)).allMatch(FAILURE::equals);
    }

    @Test
    void chanceDoesNotOpenIt() {
        // Given: one call in five fails
        SplittableRandom chance = new SplittableRandom(7);
        // When
        List<Outcome> judged = IntStream.range(0, 5_000)
                .mapToObj(_ -> breaker.judged(chance.nextInt(5) == 0 ? FAILURE : ANSWER))
                .toList();
        // Then
        assertThat(judged).noneMatch(Outcome.Exhausted.class::isInstance);
    }

    private List<Outcome> judged(Outcome outcome, int times) {
        return IntStream.range(0, times).mapToObj(_ -> breaker.judged(outcome)).toList();
    }
}
