package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShortenedTest {
    private static final List<Turn> LONG = List.of(
            turn(Turn.Role.SYSTEM, "s"),
            turn(Turn.Role.USER, "1"),
            turn(Turn.Role.ASSISTANT, "2"),
            turn(Turn.Role.USER, "3"),
            turn(Turn.Role.ASSISTANT, "4"),
            turn(Turn.Role.SYSTEM, "t"),
            turn(Turn.Role.USER, "5"));
    /** Ten tokens a turn. */
    private static final ToIntFunction<List<Turn>> TENS = turns -> turns.size() * 10;

    @ParameterizedTest
    @CsvSource({"70, s1234t5, 0", "69, st345, 2", "50, st345, 2", "49, st5, 4", "30, st5, 4", "1, st5, 4"})
    void keepsTheSystemAndTheLastTurnsThatFit(int budget, String kept, int leftOut) {
        // When
        Shortened shortened = Shortened.to(budget, LONG, TENS);

        // Then
        assertThat(shortened.turns()).extracting(Turn::text).containsExactly(kept.split(""));
        assertThat(shortened.leftOut()).isEqualTo(leftOut);
        assertThat(shortened.tokens()).isEqualTo(kept.length() * 10);
    }

    @ParameterizedTest
    @CsvSource({"512, , 384", "8192, , 7168", "512, 12, 500"})
    void leavesRoomForTheAnswer(int context, Integer maxTokens, int budget) {
        // Given
        OptionalInt most = maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens);

        // When
        int left = Shortened.budget(context, most);

        // Then
        assertThat(left).isEqualTo(budget);
    }

    @Test
    void aSingleTurnStays() {
        // When
        Shortened shortened = Shortened.to(5, List.of(turn(Turn.Role.USER, "1")), TENS);

        // Then
        assertThat(shortened.leftOut()).isZero();
    }

    private static Turn turn(Turn.Role role, String text) {
        return new Turn(role, text);
    }
}
