package io.spillway.gateway.openai.telling;

import io.spillway.contract.job.JobStatus;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.ViewBuilder;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.TokenStreams.Entry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecitalTest {
    private final Recital recital = new Recital(new Spoken());
    private final JobView running =
            ViewBuilder.aQueuedJob().runningOn("gguf/demo").build();

    @Test
    void the_pieces_and_the_end() {
        // When
        List<Frame> told = recital.heard(List.of(began(1), text(2, "one "), text(3, "two")), running);
        List<Frame> end = recital.ended(completed("one two"));

        // Then
        assertThat(words(told)).containsExactly("began gguf/demo", "text one ", "text two");
        assertThat(words(end)).containsExactly("completed");
        assertThat(recital.read()).isEqualTo(3);
        assertThat(recital.over()).isTrue();
    }

    @Test
    void a_text_whose_end_is_missing_is_completed() {
        // Given
        recital.heard(List.of(began(1), text(2, "one ")), running);

        // When
        List<Frame> end = recital.ended(completed("one two"));

        // Then
        assertThat(words(end)).containsExactly("text two", "completed");
    }

    @Test
    void an_answer_that_nobody_streamed_comes_whole() {
        assertThat(words(recital.ended(completed("all of it")))).containsExactly("text all of it", "completed");
    }

    @Test
    void another_model_may_begin_before_the_first_word() {
        // When
        List<Frame> told = recital.heard(List.of(began(1), began(2), text(3, "one")), running);

        // Then
        assertThat(words(told)).containsExactly("began gguf/demo", "began gguf/demo", "text one");
        assertThat(recital.over()).isFalse();
    }

    @Test
    void another_model_after_the_first_word_ends_the_stream() {
        // When
        List<Frame> told = recital.heard(List.of(began(1), text(2, "one"), began(3), text(4, "other")), running);

        // Then
        assertThat(words(told)).containsExactly("began gguf/demo", "text one", "broken RESTARTED");
        assertThat(recital.over()).isTrue();
    }

    @Test
    void an_answer_that_was_not_the_streamed_one_ends_it_too() {
        // Given
        recital.heard(List.of(began(1), text(2, "one")), running);

        // When
        List<Frame> end = recital.ended(completed("other"));

        // Then
        assertThat(words(end)).containsExactly("broken OTHER_ANSWER");
        assertThat(recital.over()).isTrue();
    }

    @Test
    void a_job_without_an_answer_has_failed() {
        // When
        List<Frame> end = recital.ended(
                ViewBuilder.aQueuedJob().ended(JobStatus.CANCELLED).build());

        // Then
        assertThat(words(end)).containsExactly("failed");
        assertThat(recital.over()).isTrue();
    }

    private static JobView completed(String text) {
        return ViewBuilder.aQueuedJob().runningOn("gguf/demo").completed(text).build();
    }

    private static Entry began(long number) {
        return new Entry.Began(number, number, new TargetName("gguf/demo"));
    }

    private static Entry text(long number, String text) {
        return new Entry.Text(number, text);
    }

    private static List<String> words(List<Frame> frames) {
        return frames.stream().map(Frame::data).toList();
    }

    /** Says in a word what it was asked to tell. */
    private static final class Spoken implements Narration {
        @Override
        public List<Frame> accepted(JobView view) {
            return said("accepted");
        }

        @Override
        public List<Frame> began(String target) {
            return said("began " + target);
        }

        @Override
        public List<Frame> text(String piece) {
            return said("text " + piece);
        }

        @Override
        public List<Frame> completed(JobView view) {
            return said("completed");
        }

        @Override
        public List<Frame> failed(JobView view) {
            return said("failed");
        }

        @Override
        public List<Frame> broken(JobView view, Break why) {
            return said("broken " + why);
        }

        private static List<Frame> said(String word) {
            return List.of(new Frame(List.of(), Optional.empty(), word));
        }
    }
}
