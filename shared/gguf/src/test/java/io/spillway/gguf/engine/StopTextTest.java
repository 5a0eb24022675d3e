package io.spillway.gguf.engine;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StopTextTest {
    @Test
    void cutsAtAStopStringThatComesInPieces() {
        // Given
        StopText text = new StopText(List.of("</end>"));

        // When
        String out = text.next("one ") + text.next("two<") + text.next("/e") + text.next("nd> three") + text.rest();

        // Then
        assertThat(out).isEqualTo("one two");
        assertThat(text.found()).isTrue();
    }

    @Test
    void givesBackWhatOnlyLookedLikeOne() {
        // Given
        StopText text = new StopText(List.of("<<<<"));

        // When
        String first = text.next("a <<");
        String second = text.next("b <<<");
        String rest = text.rest();

        // Then
        assertThat(List.of(first, second, rest)).containsExactly("a ", "<<b ", "<<<");
        assertThat(text.found()).isFalse();
    }

    @Test
    void theFirstOfSeveralCounts() {
        // Given
        StopText text = new StopText(List.of("late", "l"));

        // When
        String out = text.next("a little late");

        // Then
        assertThat(out).isEqualTo("a ");
    }
}
