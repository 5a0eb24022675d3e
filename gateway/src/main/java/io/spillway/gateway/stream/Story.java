package io.spillway.gateway.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.spillway.contract.job.Job;
import io.spillway.gateway.api.JobShape;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.TokenStreams;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What there is to tell of a job, in numbered events, so that anybody can go on where somebody else stopped. */
interface Story {
    /** The first event of every job. */
    long QUEUED = 1;

    /**
     * The events after the one numbered {@code last} (0 = from the first).
     *
     * @param view the job as it was looked at before this call
     */
    Chapter after(long last, JobView view);

    /** The story of a job: its tokens where it is streamed, else its states. */
    static Story of(Job job, TokenStreams tokens) {
        return job.stream() ? new TokenStory((after, most) -> tokens.read(job.id(), after, most)) : new StateStory();
    }

    /** A job's fields that an event says to have changed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Changed(String id, String status, @Nullable String target) {}

    /** A piece of text. */
    record Token(String text) {}

    static JobEvent queued(JobView view) {
        return new JobEvent(QUEUED, "queued", new Changed(view.job().id().value(), "queued", null));
    }

    static JobEvent began(long id, String name, JobView view, Optional<String> target) {
        return new JobEvent(id, name, new Changed(view.job().id().value(), "in_progress", target.orElse(null)));
    }

    static JobEvent ended(long id, JobView view) {
        return new JobEvent(id, view.status().word(), JobShape.of(view));
    }
}
