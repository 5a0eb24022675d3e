package io.spillway.journey.language;

import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** What can be said of a job that was seen. */
public final class JobAssert extends AbstractAssert<JobAssert, Seen> {
    private JobAssert(Seen seen) {
        super(seen, JobAssert.class);
        as("%s", seen.body().toPrettyString());
    }

    public static JobAssert assertThat(Seen seen) {
        return new JobAssert(seen);
    }

    public JobAssert isCompleted() {
        return hasStatus("completed");
    }

    public JobAssert hasStatus(String status) {
        Assertions.assertThat(actual.status()).as(descriptionText()).isEqualTo(status);
        return this;
    }

    public JobAssert hasText(String text) {
        Assertions.assertThat(actual.text()).as(descriptionText()).isEqualTo(text);
        return this;
    }

    /** The model that answered, as the job names it. */
    public JobAssert wasAnsweredBy(String target) {
        Assertions.assertThat(actual.body().path("target").asText())
                .as(descriptionText())
                .isEqualTo(target);
        return this;
    }

    /** Every attempt in order, each as {@code target: outcome}. */
    public JobAssert tookThePath(String... attempts) {
        Assertions.assertThat(actual.path()).as(descriptionText()).isEqualTo(List.of(attempts));
        return this;
    }

    public JobAssert tried(String attempt) {
        Assertions.assertThat(actual.path()).as(descriptionText()).contains(attempt);
        return this;
    }

    public JobAssert waitsFor(String what) {
        hasStatus("queued");
        Assertions.assertThat(actual.waitingFor()).as(descriptionText()).isEqualTo(what);
        return this;
    }

    /** Tokens were counted on both sides and add up. */
    public JobAssert hasUsage() {
        var usage = actual.body().path("usage");
        Assertions.assertThat(usage.path("input_tokens").asLong())
                .as(descriptionText())
                .isPositive();
        Assertions.assertThat(usage.path("output_tokens").asLong())
                .as(descriptionText())
                .isPositive();
        Assertions.assertThat(usage.path("total_tokens").asLong())
                .as(descriptionText())
                .isEqualTo(usage.path("input_tokens").asLong()
                        + usage.path("output_tokens").asLong());
        return this;
    }
}
