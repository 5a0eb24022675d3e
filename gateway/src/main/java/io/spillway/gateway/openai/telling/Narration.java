package io.spillway.gateway.openai.telling;

import io.spillway.scheduling.JobView;
import java.util.List;

/** How one call of OpenAI's family tells a job, step by step. Each step answers with the events to send. */
public interface Narration {
    /** The job is accepted. */
    List<Frame> accepted(JobView view);

    /** A model begins to answer; told again when another one does before anything was said. */
    List<Frame> began(String target);

    /** The next piece of the answer's text. */
    List<Frame> text(String piece);

    /** The job is completed, and all of its text has been told. */
    List<Frame> completed(JobView view);

    /** The job has ended without an answer. */
    List<Frame> failed(JobView view);

    /** The stream ends before its job, or cannot end as it began; {@code why} is for people. */
    List<Frame> broken(JobView view, Break why);

    /** Why a stream cannot go on. */
    enum Break {
        /** The target failed after its first words; what another one says would not fit to them. */
        RESTARTED("stream_restarted", "the model that was streamed failed, and the job goes on with another answer"),
        /** The answer is not what was streamed. */
        OTHER_ANSWER("stream_superseded", "the answer is not the one that was streamed"),
        /** The gateway stops. */
        DRAINING("stream_interrupted", "this gateway is stopping, and the job goes on"),
        /** The job is not there any more. */
        GONE("job_gone", "the job has been deleted");

        private final String code;
        private final String text;

        Break(String code, String text) {
            this.code = code;
            this.text = text;
        }

        /** A word for programs. */
        public String code() {
            return code;
        }

        /** One line for people, which names the job. */
        public String message(JobView view) {
            return text + "; see " + view.job().id();
        }
    }
}
