package io.spillway.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.Serving;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Outcome;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.TokenStreams;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs one granted job: calls the model, keeps the time, hands the outcome on. */
final class Runner {
    private static final Logger LOG = System.getLogger(Runner.class.getName());

    private final Serving serving;
    private final TokenStreams streams;
    private final Hearing hearing;
    private final ScheduledExecutorService timer;
    private final Company company;
    private final Storing storing;

    Runner(
            Serving serving,
            TokenStreams streams,
            Hearing hearing,
            ScheduledExecutorService timer,
            Company company,
            Storing storing) {
        this.company = company;
        this.storing = storing;
        this.hearing = hearing;
        this.serving = serving;
        this.streams = streams;
        this.timer = timer;
    }

    /** Makes the call, in its turn; returns when it has ended, one way or another. */
    Outcome run(RunningJob running) throws InterruptedException {
        Deadlines deadlines = running.grant().job().deadlines();
        Duration toEnd = Duration.between(running.grant().grantedAt(), deadlines.endBy());
        ScheduledFuture<?> end = stopAfter(toEnd, running, StopReason.EXPIRED);
        try {
            if (!company.enter(running)) {
                return new Outcome.Cancelled();
            }
            try {
                return called(running);
            } finally {
                company.leave(running);
            }
        } finally {
            end.cancel(false);
        }
    }

    private Outcome called(RunningJob running) {
        Grant grant = running.grant();
        ScheduledFuture<?> deadline = stopAfter(grant.job().deadlines().runTimeout(), running, StopReason.TIMED_OUT);
        try {
            ModelCaller caller = serving.caller(grant.target(), grant.key());
            return grant.job().stream()
                    ? streamed(caller, running)
                    : caller.call(call(grant), _ -> {}, running.signal());
        } catch (StoreUnavailable e) {
            return new Outcome.Transient("the request could not be read: " + e.getMessage());
        } catch (RuntimeException e) {
            // The one place where a surprise becomes an outcome.
            LOG.log(
                    Level.ERROR,
                    () -> "call failed unexpectedly job=" + grant.job().id() + " target=" + grant.target(),
                    e);
            return new Outcome.Transient("unexpected: " + e.getClass().getSimpleName());
        } finally {
            deadline.cancel(false);
        }
    }

    private Outcome streamed(ModelCaller caller, RunningJob running) {
        try (TokenBatches tokens = TokenBatches.open(streams, running)) {
            return caller.call(call(running.grant()), sink(tokens, running.grant()), running.signal());
        }
    }

    private TokenSink sink(TokenBatches tokens, Grant grant) {
        AtomicBoolean untold = new AtomicBoolean(grant.proving());
        return text -> {
            if (!text.isEmpty()) {
                tokens.append(text);
                // A probe has succeeded at its first token; a long answer must not keep the others waiting.
                if (untold.getAndSet(false)) {
                    hearing.content(grant);
                }
            }
        };
    }

    private ModelCall call(Grant grant) {
        Job job = grant.job();
        ObjectNode request = storing.request(job);
        request.remove(Job.GATEWAYS_OWN);
        return new ModelCall(job.id(), grant.attempt(), job.type(), grant.target(), request, job.stream(), job.trace());
    }

    private ScheduledFuture<?> stopAfter(Duration time, RunningJob running, StopReason reason) {
        return timer.schedule(() -> running.stop(reason), Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
    }
}
