package io.spillway.gateway.stream;

import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.ViewBuilder;
import io.spillway.scheduling.TokenStreams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.ViewBuilder.aQueuedJob;
import static org.assertj.core.api.Assertions.assertThat;

class TokenStoryTest {
    private final List<TokenStreams.Entry> entries = new ArrayList<>();
    private final Story story = new TokenStory((after, most) ->
            entries.stream().filter(entry -> entry.number() > after).limit(most).toList());
    private final ViewBuilder job = aQueuedJob();

    @Test
    void makes_entry_n_event_n_plus_1_and_ends_with_the_job() {
        // Given
        job.runningOn("gguf/demo");
        began("gguf/demo");
        text("a");
        text("b");

        // Then
        assertThat(told(0)).containsExactly("1 queued", "2 started", "3 token", "4 token");
        assertThat(told(3)).containsExactly("4 token");
        assertThat(over(4)).isFalse();

        // When
        job.completed("ab");

        // Then
        assertThat(told(0)).containsExactly("1 queued", "2 started", "3 token", "4 token", "5 completed");
        assertThat(told(4)).containsExactly("5 completed");
        assertThat(told(5)).isEmpty();
        assertThat(over(5)).isTrue();
    }

    @Test
    void calls_the_beginning_of_a_later_attempt_a_restart() {
        // Given
        job.runningOn("openai/gpt");
        began("openai/gpt");
        text("a");
        began("gguf/demo");

        // Then
        assertThat(told(2)).containsExactly("3 token", "4 restarted");
    }

    @Test
    void tells_the_end_once_though_there_was_no_text() {
        // Given
        job.runningOn("gguf/demo").completed("");

        // Then
        assertThat(told(0)).containsExactly("1 queued", "2 completed");
        assertThat(told(1)).containsExactly("2 completed");
        assertThat(told(2)).isEmpty();
    }

    @Test
    void tells_the_end_though_the_text_is_gone() {
        // Given
        job.runningOn("gguf/demo").completed("ab");

        // Then
        assertThat(told(4)).containsExactly("5 completed");
    }

    @Test
    void tells_the_text_anew_to_a_reader_whose_last_piece_is_gone() {
        // Given: what was 1 to 5 is lost, and was written again
        job.runningOn("gguf/demo");
        entries.add(new TokenStreams.Entry.Began(6, 7, new TargetName("gguf/demo")));
        entries.add(new TokenStreams.Entry.Text(7, "a b c"));

        // Then
        assertThat(told(5)).containsExactly("7 restarted", "8 token");
        assertThat(told(0)).containsExactly("1 queued", "7 started", "8 token");
        assertThat(told(7)).containsExactly("8 token");

        // When
        job.completed("a b c");

        // Then
        assertThat(told(5)).containsExactly("7 restarted", "8 token", "9 completed");
        assertThat(told(8)).containsExactly("9 completed");
        assertThat(told(9)).isEmpty();
    }

    @Test
    void waits_while_the_text_is_gone_and_not_written_again_yet() {
        // Given
        job.runningOn("gguf/demo");

        // Then
        assertThat(told(5)).isEmpty();
        assertThat(over(5)).isFalse();
    }

    @Test
    void tells_long_text_in_pieces() {
        // Given
        job.runningOn("gguf/demo");
        began("gguf/demo");
        for (int i = 0; i < 1_200; i++) {
            text("x");
        }
        job.completed("x");

        // When
        long last = 0;
        int events = 0;
        Chapter chapter = new Chapter(List.of(), false);
        while (!chapter.over()) {
            chapter = story.after(last, job.build());
            events += chapter.events().size();
            last = chapter.events().getLast().id();
        }

        // Then
        assertThat(events).isEqualTo(1_203);
        assertThat(last).isEqualTo(1_203);
    }

    private void began(String target) {
        entries.add(new TokenStreams.Entry.Began(entries.size() + 1L, 7, new TargetName(target)));
    }

    private void text(String text) {
        entries.add(new TokenStreams.Entry.Text(entries.size() + 1L, text));
    }

    private List<String> told(long last) {
        return story.after(last, job.build()).events().stream()
                .map(event -> event.id() + " " + event.name())
                .toList();
    }

    private boolean over(long last) {
        return story.after(last, job.build()).over();
    }
}
