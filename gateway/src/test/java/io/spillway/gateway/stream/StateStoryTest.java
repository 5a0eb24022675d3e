package io.spillway.gateway.stream;

import io.spillway.contract.job.JobStatus;
import io.spillway.gateway.ViewBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.ViewBuilder.aQueuedJob;
import static org.assertj.core.api.Assertions.assertThat;

class StateStoryTest {
    private final Story story = new StateStory();

    @Test
    void numbers_a_job_that_spills_over_and_completes_without_a_gap() {
        // Given
        ViewBuilder job = aQueuedJob();

        // Then
        assertThat(told(0, job)).containsExactly("1 queued");
        assertThat(told(0, job.runningOn("openai/gpt"))).containsExactly("1 queued", "2 started");
        assertThat(told(2, job.attemptEnded("exhausted"))).containsExactly("3 attempt");
        assertThat(told(3, job.runningOn("gguf/demo"))).isEmpty();
        assertThat(told(3, job.completed("hi"))).containsExactly("4 attempt", "5 completed");
        assertThat(told(0, job)).containsExactly("1 queued", "2 started", "3 attempt", "4 attempt", "5 completed");
        assertThat(told(5, job)).isEmpty();
    }

    @Test
    void tells_the_end_of_a_job_that_never_ran() {
        // Given
        ViewBuilder job = aQueuedJob().ended(JobStatus.EXPIRED);

        // Then
        assertThat(told(0, job)).containsExactly("1 queued", "2 expired");
        assertThat(story.after(2, job.build())).isEqualTo(new Chapter(List.of(), true));
    }

    @Test
    void gives_the_end_a_number_of_its_own_though_the_running_attempt_left_no_record() {
        // Given
        ViewBuilder job = aQueuedJob().runningOn("gguf/demo");

        // Then
        assertThat(told(1, job)).containsExactly("2 started");
        assertThat(told(2, job.ended(JobStatus.CANCELLED))).containsExactly("3 cancelled");
    }

    private List<String> told(long last, ViewBuilder job) {
        return story.after(last, job.build()).events().stream()
                .map(event -> event.id() + " " + event.name())
                .toList();
    }
}
