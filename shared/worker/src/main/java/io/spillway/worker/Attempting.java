package io.spillway.worker;

import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Grant;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One attempt of a job, from its grant to the report of what became of it. */
record Attempting(
        Map<TargetName, Target> targets,
        Running running,
        Runner runner,
        Hearing hearing,
        Storing storing,
        LastAnswer lastAnswer,
        Reprieve reprieve,
        Reporter reporter,
        AttemptSpans spans) {
    private static final Logger LOG = System.getLogger(Attempting.class.getName());

    /** The whole attempt; afterwards the job runs here no more. */
    void attempt(RunningJob job) {
        Instant startedAt = Instant.now();
        try {
            Optional<JobError> locked = storing.locked(job.grant().job());
            if (locked.isPresent()) {
                giveUp(job, locked.get(), startedAt);
                return;
            }
            Outcome answer = runner.run(job);
            hearing.ended(job.grant(), answer);
            Optional<StopReason> stopped = job.stopped();
            Outcome outcome = storing.stored(
                    Steps.settled(answer, stopped, job.grant()), job.grant().job());
            Attempt attempt = attempt(job, outcome, startedAt);
            reprieve.heard(attempt, answer);
            NextStep step = reprieve.instead(
                    lastAnswer.instead(
                            Steps.after(outcome, stopped, job.grant()),
                            job.grant().job()),
                    new Reprieve.Ended(outcome, attempt),
                    job.grant());
            LOG.log(
                    Level.DEBUG,
                    () -> "attempt job=%s tenant=%s target=%s outcome=%s"
                            .formatted(
                                    job.grant().job().id(),
                                    job.grant().job().tenant(),
                                    attempt.target(),
                                    attempt.outcome()));
            reporter.report(job, step, attempt);
            spans.tell(job.grant(), attempt, outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.remove(job);
        }
    }

    /** Whole and with its payload as it is, so that it can be run when its key is there. */
    private void giveUp(RunningJob job, JobError why, Instant startedAt) throws InterruptedException {
        LOG.log(Level.ERROR, "locked job={0}: {1}", job.grant().job().id(), why.message());
        reporter.report(job, new NextStep.GiveUp(why), attempt(job, new Outcome.Rejected(why.message()), startedAt));
    }

    private Attempt attempt(RunningJob job, Outcome outcome, Instant startedAt) {
        Grant grant = job.grant();
        Optional<Target> target = Optional.ofNullable(targets.get(grant.target()));
        return new Attempt(
                grant.attempt(),
                grant.lease().fence(),
                grant.target(),
                startedAt,
                Instant.now(),
                outcome.word(),
                outcome.detail(),
                Steps.usage(outcome),
                Steps.usage(outcome)
                        .flatMap(usage -> target.flatMap(Target::price).map(price -> price.of(usage))),
                grant.job().key());
    }
}
