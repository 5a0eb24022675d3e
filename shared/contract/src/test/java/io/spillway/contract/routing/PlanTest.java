package io.spillway.contract.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlanTest {
    private static final String ALLOWED = allowed();

    @Test
    void itsKeySpellsTargetsAndPatience() {
        // Given
        Plan plan = new Plan(List.of(
                choice("openrouter/meta-llama/llama-3.1-8b:free", Duration.ofSeconds(2)),
                choice("gguf/demo", Duration.ZERO)));

        // When
        String key = plan.key();

        // Then
        assertThat(key).isEqualTo("openrouter/meta-llama/llama-3.1-8b:free~2000|gguf/demo~0");
        assertThat(Plan.parse(key)).isEqualTo(plan);
    }

    @Test
    void anyPlanIsReadBackFromItsKey() {
        RandomGenerator random = new SplittableRandom(20_261_121);
        for (int i = 0; i < 2_000; i++) {
            // Given
            Plan plan = randomPlan(random);

            // When
            Plan read = Plan.parse(plan.key());

            // Then
            assertThat(read).as(plan.key()).isEqualTo(plan);
        }
    }

    @Test
    void aPlanOfNothingIsEmptyText() {
        assertThat(Plan.parse("")).isEqualTo(new Plan(List.of()));
        assertThat(new Plan(List.of()).key()).isEmpty();
        assertThat(new Plan(List.of()).isEmpty()).isTrue();
    }

    @Test
    void withoutLeavesTheOthersInOrder() {
        // Given
        Plan plan = Plan.parse("a/1~5|b/2~6|c/3~7");

        // When
        Plan left = plan.without(new TargetName("b/2"));

        // Then
        assertThat(left.key()).isEqualTo("a/1~5|c/3~7");
        assertThat(left.without(new TargetName("b/2"))).isEqualTo(left);
        assertThat(left.targets()).containsExactly(new TargetName("a/1"), new TargetName("c/3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "a/b~",
                "a/b~x",
                "a/b~-1",
                "~5",
                "a/b~5|",
                "a/b~5||c/d~5",
                "a~5",
                "a/b~99999999999999999999"
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> Plan.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Plan randomPlan(RandomGenerator random) {
        List<Plan.Choice> choices = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            StringBuilder name = new StringBuilder("p" + i + "/");
            for (int length = random.nextInt(1, 60); length > 0; length--) {
                name.append(ALLOWED.charAt(random.nextInt(ALLOWED.length())));
            }
            choices.add(choice(name.toString(), Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 48)))));
        }
        return new Plan(choices);
    }

    private static String allowed() {
        StringBuilder text = new StringBuilder();
        for (char c = '!'; c < '~'; c++) {
            if (c != '|') {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static Plan.Choice choice(String target, Duration patience) {
        return new Plan.Choice(new TargetName(target), patience);
    }
}
