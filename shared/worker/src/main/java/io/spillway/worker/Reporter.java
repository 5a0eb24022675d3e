package io.spillway.worker;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.contract.wire.LogEntry;
import io.spillway.log.LogUnavailable;
import io.spillway.log.LogWriter;
import io.spillway.log.RecordTooLarge;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Leases;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.Spill;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Writes down what became of an attempt. The log comes first, Redis after it; either may be away, and then the report
 * waits, still under its lease: a result that has been paid for is not thrown away.
 */
final class Reporter {
    private static final Logger LOG = System.getLogger(Reporter.class.getName());
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final LogWriter log;
    private final Leases leases;

    Reporter(LogWriter log, Leases leases) {
        this.log = log;
        this.leases = leases;
    }

    /** Takes the step; returns once it is written, or when this thread is interrupted. */
    void report(RunningJob running, NextStep step, Attempt attempt) throws InterruptedException {
        Grant grant = running.grant();
        Job job = grant.job();
        switch (step) {
            case NextStep.Complete complete -> complete(running, attempt, complete);
            case NextStep.GoOn goOn -> {
                write(new LogEntry.AttemptEnded(
                        job.id(), job.tenant(), attempt, goOn.spill().left()));
                spill(grant, Optional.of(attempt), goOn.spill());
            }
            case NextStep.End end -> end(running, attempt, end);
            case NextStep.GiveUp giveUp -> giveUp(running, attempt, giveUp);
            case NextStep.Degrade(Output answer) -> degrade(running, attempt, answer);
            case NextStep.GiveBack _ -> spill(grant, Optional.empty(), Spill.back(grant.plan()));
            case NextStep.Forget _ -> LOG.log(Level.INFO, "lease lost job={0}", job.id());
        }
    }

    private void complete(RunningJob running, Attempt attempt, NextStep.Complete complete) throws InterruptedException {
        try {
            write(ended(running.grant().job(), attempt, complete));
        } catch (RecordTooLarge e) {
            JobError error = new JobError("output_too_large", "the answer is too large to keep: " + e.getMessage());
            end(running, attempt, new NextStep.End(JobStatus.FAILED, error));
        }
    }

    /** Nobody may fail a job that somebody else is running: the lease decides. */
    private void end(RunningJob running, Attempt attempt, NextStep.End end) throws InterruptedException {
        if (redis(running, () -> leases.end(running.grant().lease()))) {
            write(ended(running.grant().job(), attempt, end));
        }
    }

    /** The letter comes before the end: whoever reads of the end finds it. */
    private void giveUp(RunningJob running, Attempt attempt, NextStep.GiveUp giveUp) throws InterruptedException {
        Grant grant = running.grant();
        if (redis(running, () -> leases.end(grant.lease()))) {
            List<Attempt> attempts =
                    Stream.concat(grant.history().stream(), Stream.of(attempt)).toList();
            write(
                    grant.job().id(),
                    () -> log.append(new DeadLetter.OfJob(
                            grant.job(), attempts, Optional.of(grant.target()), giveUp.error(), attempt.endedAt())));
            write(ended(grant.job(), attempt, new NextStep.End(JobStatus.FAILED, giveUp.error())));
        }
    }

    /** It is no model's answer, so it must not win over one that somebody else is just getting. */
    private void degrade(RunningJob running, Attempt attempt, Output answer) throws InterruptedException {
        if (redis(running, () -> leases.end(running.grant().lease()))) {
            Job job = running.grant().job();
            write(ended(job, JobStatus.COMPLETED, attempt, Optional.of(answer), Optional.empty()));
        }
    }

    private void spill(Grant grant, Optional<Attempt> attempt, Spill spill) throws InterruptedException {
        while (true) {
            try {
                leases.spill(grant.lease(), attempt, spill);
                return;
            } catch (RedisUnavailable e) {
                Thread.sleep(AGAIN);
            }
        }
    }

    private boolean redis(RunningJob running, Supplier<Boolean> call) throws InterruptedException {
        while (true) {
            try {
                return call.get();
            } catch (RedisUnavailable e) {
                if (running.stopped().equals(Optional.of(StopReason.LOST))) {
                    return false;
                }
                Thread.sleep(AGAIN);
            }
        }
    }

    private void write(LogEntry entry) throws InterruptedException {
        write(entry.job(), () -> log.append(entry));
    }

    private static void write(JobId job, Runnable writing) throws InterruptedException {
        while (true) {
            try {
                writing.run();
                return;
            } catch (LogUnavailable e) {
                LOG.log(Level.WARNING, "cannot write job={0}, trying again: {1}", job, e.getMessage());
                Thread.sleep(AGAIN);
            }
        }
    }

    private static LogEntry.JobEnded ended(Job job, Attempt attempt, NextStep.Complete complete) {
        Outcome.Completed answer = complete.answer();
        return ended(job, JobStatus.COMPLETED, attempt, Optional.of(answer.output()), Optional.empty());
    }

    private static LogEntry.JobEnded ended(Job job, Attempt attempt, NextStep.End end) {
        return ended(job, end.status(), attempt, Optional.empty(), Optional.of(end.error()));
    }

    private static LogEntry.JobEnded ended(
            Job job, JobStatus status, Attempt attempt, Optional<Output> output, Optional<JobError> error) {
        return new LogEntry.JobEnded(
                job.id(),
                job.tenant(),
                status,
                attempt.endedAt(),
                Optional.of(attempt),
                output,
                error,
                job.deadlines().resultTtl());
    }
}
