package io.spillway.worker;

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

    Runner(Serving serving, TokenStreams streams, Hearing hearing, ScheduledExecutorService timer) {
        this.hearing = hearing;
        this.serving = serving;
        this.streams = streams;
        this.timer = timer;
    }

    /** Makes the call; returns when it has ended, one way or another. */
    Outcome run(RunningJob running) {
        Grant grant = running.grant();
        ScheduledFuture<?> deadline = deadline(running);
        try {
            ModelCaller caller = serving.caller(grant.target(), grant.key());
            return grant.job().stream()
                    ? streamed(caller, running)
                    : caller.call(call(grant), _ -> {}, running.signal());
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

    private static ModelCall call(Grant grant) {
        Job job = grant.job();
        return new ModelCall(
                job.id(),
                grant.attempt(),
                job.type(),
                grant.target(),
                job.request().deepCopy(),
                job.stream());
    }

    /** Stops the call when the attempt has run long enough or the job's time is over, whichever comes first. */
    private ScheduledFuture<?> deadline(RunningJob running) {
        Deadlines deadlines = running.grant().job().deadlines();
        Duration toEnd = Duration.between(running.grant().grantedAt(), deadlines.endBy());
        boolean endFirst = toEnd.compareTo(deadlines.runTimeout()) < 0;
        Duration left = endFirst ? toEnd : deadlines.runTimeout();
        StopReason reason = endFirst ? StopReason.EXPIRED : StopReason.TIMED_OUT;
        return timer.schedule(() -> running.stop(reason), Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
    }
}
