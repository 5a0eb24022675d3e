package io.spillway.scheduling.simulation;

import io.spillway.contract.job.JobStatus;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.wire.LogEntry;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Spill;
import io.spillway.scheduling.simulation.SimulatedWorker.Call;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** What a worker does after a call, as steps between which it may die. */
record Report(Twin twin, Logs logs, Journal journal, InstantSource clock) {
    private static final int CRASHES_ALLOWED = 2;

    void completed(Call call) {
        journal.answered(call.grant.job().id().value());
        call.steps.add(() -> write(call, JobStatus.COMPLETED, "completed"));
    }

    void exhausted(SimulatedWorker worker, Call call, ExhaustionKind kind, Optional<Duration> hint) {
        Grant grant = call.grant;
        Spill.Bench bench = new Spill.Bench(grant.target(), grant.key(), kind, hint, "429");
        goOn(worker, call, "exhausted", new Spill(grant.plan(), Duration.ZERO, Optional.of(bench)));
    }

    void transientFailure(SimulatedWorker worker, Call call) {
        int failures = failures(call.grant, "transient") + 1;
        if (failures < call.grant.job().retry().attemptsPerTarget()) {
            Duration delay = call.grant.job().retry().delayAfter(failures);
            goOn(worker, call, "transient", new Spill(call.grant.plan(), delay, Optional.empty()));
        } else {
            leave(worker, call, "transient");
        }
    }

    void refused(SimulatedWorker worker, Call call) {
        leave(worker, call, "refused");
    }

    void crashed(SimulatedWorker worker, Call call) {
        if (failures(call.grant, "crashed") + 1 < CRASHES_ALLOWED) {
            goOn(worker, call, "crashed", Spill.back(call.grant.plan()));
        } else {
            failed(worker, call);
        }
    }

    void failed(SimulatedWorker worker, Call call) {
        end(worker, call, JobStatus.FAILED);
    }

    void cancelled(SimulatedWorker worker, Call call) {
        end(worker, call, JobStatus.CANCELLED);
    }

    void givenBack(SimulatedWorker worker, Call call) {
        call.steps.add(
                () -> twin.spill(worker.door, call.grant.lease(), Optional.empty(), Spill.back(call.grant.plan())));
    }

    private void leave(SimulatedWorker worker, Call call, String outcome) {
        Plan left = call.grant.plan().without(call.grant.target());
        if (left.isEmpty()) {
            failed(worker, call);
        } else {
            goOn(worker, call, outcome, new Spill(left, Duration.ZERO, Optional.empty()));
        }
    }

    private void goOn(SimulatedWorker worker, Call call, String outcome, Spill spill) {
        Attempt attempt = attempt(call.grant, outcome);
        call.steps.add(() -> {
            logs.append(new LogEntry.AttemptEnded(
                    call.grant.job().id(), call.grant.job().tenant(), attempt, spill.left()));
            return true;
        });
        call.steps.add(() -> twin.spill(worker.door, call.grant.lease(), Optional.of(attempt), spill));
    }

    private void end(SimulatedWorker worker, Call call, JobStatus status) {
        call.steps.add(() -> twin.end(worker.door, call.grant.lease()));
        call.steps.add(() -> write(call, status, status.word()));
    }

    private boolean write(Call call, JobStatus status, String outcome) {
        journal.done(call.grant.lease());
        logs.append(new LogEntry.JobEnded(
                call.grant.job().id(),
                call.grant.job().tenant(),
                status,
                clock.instant(),
                Optional.of(attempt(call.grant, outcome)),
                Optional.empty(),
                Optional.empty(),
                call.grant.job().deadlines().resultTtl()));
        return false;
    }

    private Attempt attempt(Grant grant, String outcome) {
        return new Attempt(
                grant.attempt(),
                grant.lease().fence(),
                grant.target(),
                clock.instant(),
                clock.instant(),
                outcome,
                "",
                outcome.equals("completed") ? Optional.of(new Usage(3, grant.attempt(), false)) : Optional.empty(),
                Optional.empty());
    }

    private static int failures(Grant grant, String outcome) {
        return (int) grant.history().stream()
                .filter(attempt -> attempt.target().equals(grant.target())
                        && attempt.outcome().equals(outcome))
                .count();
    }
}
