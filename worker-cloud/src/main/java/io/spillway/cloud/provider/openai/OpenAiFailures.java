package io.spillway.cloud.provider.openai;

import io.spillway.cloud.guard.ResetHint;
import io.spillway.cloud.provider.Discretion;
import io.spillway.cloud.provider.ErrorReply;
import io.spillway.contract.outcome.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Turns one call's refusal into its outcome, whatever kind of provider it came from. */
public final class OpenAiFailures {
    private final Discretion discretion;
    private final InstantSource time;

    public OpenAiFailures(Discretion discretion, InstantSource time) {
        this.discretion = discretion;
        this.time = time;
    }

    /** The time by which resets are told. */
    Instant now() {
        return time.instant();
    }

    /** What {@code original} means for the job and its target. */
    public Outcome outcome(ErrorReply original) {
        ErrorReply reply = original.masked(discretion::mask);
        FailureRow row = FailureTable.find(reply);
        Optional<Duration> hint = ResetHint.of(reply, time.instant());
        return row.verdict().outcome(reply.status(), hint, detail(reply, row));
    }

    /** A wrong key's message is left out altogether: it is about the key, and some servers repeat it. */
    private String detail(ErrorReply reply, FailureRow row) {
        String said = row.verdict() == Verdict.AUTH ? "" : discretion.show(reply.message());
        String code = discretion.show(reply.code().isEmpty() ? reply.type() : reply.code());
        boolean telling = !code.isEmpty() && !code.equals(Integer.toString(reply.status()));
        return reply.status()
                + (telling ? " " + code : "")
                + ", "
                + row.meaning()
                + (said.isEmpty() ? "" : ": " + said);
    }
}
