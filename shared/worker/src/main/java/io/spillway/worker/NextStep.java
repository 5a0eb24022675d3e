package io.spillway.worker;

import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.scheduling.Spill;

/** What happens to a job after an attempt. */
sealed interface NextStep {
    /** It has its answer. */
    record Complete(Outcome.Completed answer) implements NextStep {}

    /** No target has an answer for it, so it ends with the one of last resort. */
    record Degrade(Output answer) implements NextStep {}

    /** It waits again, with what is left of its plan. */
    record GoOn(Spill spill) implements NextStep {}

    /** It ends without an answer. */
    record End(JobStatus status, JobError error) implements NextStep {}

    /** It ends as failed, and goes to the dead letters whole: running it again might do harm again. */
    record GiveUp(JobError error) implements NextStep {}

    /** It goes back untried: the attempt does not count. */
    record GiveBack() implements NextStep {}

    /** It is not this worker's any more: nothing is written. */
    record Forget() implements NextStep {}
}
