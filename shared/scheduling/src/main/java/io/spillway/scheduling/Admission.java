package io.spillway.scheduling;

import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.Reservation;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The door: who comes in, and under which id. */
public final class Admission {
    /** How long an idempotency key is remembered. */
    static final Duration KEY_LIFE = Duration.ofHours(24);

    /** How long after its time a job may take to end. */
    private static final Duration ENDING = Duration.ofHours(1);

    private final Scripts scripts;

    Admission(Scripts scripts) {
        this.scripts = scripts;
    }

    /**
     * Asks for {@code job} to be let in. If it is, a view of it is kept, hidden until {@link #reveal}.
     *
     * @param mostWaiting how many jobs may wait in the whole cluster
     */
    public Admitted admit(Job job, long mostWaiting) throws RedisUnavailable {
        return admit(job, mostWaiting, List.of());
    }

    /** The same, if the job's {@link Job#reservation} fits into all of {@code limits}, which it then takes from. */
    public Admitted admit(Job job, long mostWaiting, List<QuotaLimit> limits) throws RedisUnavailable {
        Scripts.Call call = new Scripts.Call(
                "admit",
                job.id(),
                job.tenant(),
                new String(Wire.encode(job), StandardCharsets.UTF_8),
                job.idempotency().map(Idempotency::key).orElse(""),
                job.idempotency().map(Idempotency::fingerprint).orElse(""),
                keyLife(job).toMillis(),
                mostWaiting,
                job.plan().key(),
                job.model(),
                metadata(job));
        Reply reply = scripts.call(limited(reserving(call, job), limits));
        return switch (reply.text(0)) {
            case "accepted" -> new Admitted.Accepted();
            case "existing" -> new Admitted.Existing(new JobId(reply.text(1)));
            case "pending" -> new Admitted.Pending(new JobId(reply.text(1)));
            case "conflict" -> new Admitted.Conflict(new JobId(reply.text(1)));
            case "forgotten" -> new Admitted.Forgotten(new JobId(reply.text(1)));
            case "full" -> new Admitted.Full(reply.number(1));
            case "over" -> new Admitted.OverQuota(limits.get((int) reply.number(1)), reply.number(2), reply.now());
            case "resting" -> new Admitted.Resting();
            default -> throw new IllegalStateException("admit answered " + reply.text(0));
        };
    }

    /**
     * The call with what the job reserves: key, tokens, millionths, windows; all empty if it reserves nothing. One that
     * waits has no windows yet.
     */
    static Scripts.Call reserving(Scripts.Call call, Job job) {
        return job.reservation()
                .map(wanted -> call.with(
                        wanted.key().orElse(""),
                        wanted.tokens(),
                        Reservation.millionths(wanted.cost()),
                        wanted.waits() ? "" : QuotaLimit.windows(job.acceptedAt())))
                .orElseGet(() -> call.with("", "", "", ""));
    }

    /**
     * Sets what a tenant, or one of its keys, may use from now on, for jobs that wait already; jobs accepted later say it
     * themselves.
     *
     * @param key none for the tenant itself
     * @param limits words of {@link QuotaLimit#word} and how much at most
     */
    public void limit(TenantId tenant, Optional<String> key, Map<String, Long> limits, Instant at)
            throws RedisUnavailable {
        scripts.call("limit", tenant, key.orElse(""), at.toEpochMilli(), QuotaLimit.texts(limits));
    }

    private static Scripts.Call limited(Scripts.Call call, List<QuotaLimit> limits) {
        Scripts.Call limited = call;
        for (QuotaLimit limit : limits) {
            limited = limited.with(limit.scope(), limit.window(), limit.measure(), limit.most());
        }
        return limited;
    }

    /** How long the job's key is remembered, from its acceptance: a name for as long as the job may be seen. */
    static Duration keyLife(Job job) {
        return job.idempotency().filter(Idempotency::isAlias).isEmpty()
                ? KEY_LIFE
                : Duration.between(job.acceptedAt(), job.deadlines().endBy())
                        .plus(job.deadlines().resultTtl())
                        .plus(ENDING);
    }

    /** As JSON for a field of the view; empty if there is none. */
    static String metadata(Job job) {
        return job.metadata().isEmpty() ? "" : Wire.text(job.metadata());
    }

    /** Shows the view of a job that the log has acknowledged. */
    public void reveal(Job job) throws RedisUnavailable {
        scripts.call("reveal", job.id(), job.deadlines().due().toEpochMilli());
    }
}
