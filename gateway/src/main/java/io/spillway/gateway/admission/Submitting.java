package io.spillway.gateway.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.access.Caller;
import io.spillway.gateway.access.Grant;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.forecast.Paces;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Submission;
import io.spillway.gateway.tenants.Tenants;
import io.spillway.gateway.watching.Waiting;
import io.spillway.scheduling.Admitted;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.QuotaLimit;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Takes a submission through the door and answers with the job it has become. */
@Singleton
public class Submitting {
    private static final Logger LOG = Logger.getLogger(Submitting.class);
    /** How long somebody else, who has the same submission in hand, is given to finish it. */
    private static final Duration OTHERS_PATIENCE = Duration.ofSeconds(2);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration WHEN_FULL = Duration.ofSeconds(5);

    private final Backbone backbone;
    private final NewJob newJob;
    private final Payloads payloads;
    private final Acceptance acceptance;
    private final Waiting waiting;
    private final Paces paces;
    private final Tenants tenants;
    private final SecureRandom random = new SecureRandom();
    private final Counter accepted;
    private final Timer time;

    Submitting(
            Backbone backbone,
            NewJob newJob,
            Payloads payloads,
            Acceptance acceptance,
            Waiting waiting,
            Paces paces,
            Tenants tenants,
            MeterRegistry meters) {
        this.tenants = tenants;
        this.payloads = payloads;
        this.backbone = backbone;
        this.newJob = newJob;
        this.acceptance = acceptance;
        this.waiting = waiting;
        this.paces = paces;
        this.accepted = Counter.builder("spillway.jobs.accepted")
                .description("Jobs the log has acknowledged to this gateway")
                .register(meters);
        this.time = Timer.builder("spillway.accept")
                .description("From the checked request to the log's acknowledgement, refusals included")
                .publishPercentileHistogram()
                .register(meters);
    }

    /**
     * The job that {@code submission} has become: a new one, or the one it became before.
     *
     * @param key the client's idempotency key
     */
    public JobId submit(Caller caller, Submission submission, Optional<String> key) throws Refusal {
        Optional<Idempotency> idempotency = key.map(text -> new Idempotency(text, submission.fingerprint()));
        return submitted(caller, id -> newJob.of(id, caller, submission, idempotency));
    }

    /** The same under a name of the client's own. */
    public JobId submitAs(String alias, Caller caller, Submission submission) throws Refusal {
        Optional<Idempotency> idempotency = Optional.of(Idempotency.ofAlias(alias, submission.fingerprint()));
        return submitted(caller, id -> newJob.of(id, caller, submission, idempotency));
    }

    /** The new job that {@code job}'s request has become. */
    public JobId again(Job job, Optional<Idempotency> idempotency) throws Refusal {
        Job whole = payloads.whole(job);
        Caller owner = new Caller(
                job.tenant(),
                Set.of(),
                job.weight(),
                tenants.described(job.tenant()).residency(),
                Grant.UNLIMITED);
        return submitted(owner, id -> newJob.again(id, owner, whole, idempotency));
    }

    /** @param making makes the job under the id it is given */
    private JobId submitted(Caller caller, Function<JobId, Job> making) {
        List<QuotaLimit> limits = caller.grant().atDoor();
        int partition =
                ThreadLocalRandom.current().nextInt(backbone.connections().partitions());
        Job job = payloads.stored(making.apply(JobId.create(Instant.now(), partition, random)));
        JobId become = Objects.requireNonNull(time.record(() -> switch (acceptance.accept(job, limits)) {
            case Admitted.Accepted _ -> shown(job);
            case Admitted.Existing(JobId existing) -> existing;
            case Admitted.Pending(JobId pending) ->
                finished(pending, job.tenant()) ? pending : writtenAgain(payloads.stored(making.apply(pending)));
            case Admitted.Conflict _ ->
                throw Refusal.of(
                        Problem.Kind.CONFLICT,
                        job.idempotency().filter(Idempotency::isAlias).isPresent()
                                ? "This name is another job's: it was used for another body."
                                : "This Idempotency-Key was used for another body.");
            case Admitted.Forgotten _ ->
                throw Refusal.of(
                        Problem.Kind.CONFLICT,
                        List.of(new Problem.FieldError(
                                "Idempotency-Key",
                                "was used for a job that was deleted or whose result_ttl is over; a new job needs a"
                                        + " new key")));
            case Admitted.Full _ ->
                throw Refusal.of(Problem.Kind.FULL, "Too many jobs wait already.")
                        .with("Retry-After", Long.toString(WHEN_FULL.toSeconds()));
            case Admitted.OverQuota over -> throw OverQuota.refusal(over, limits);
            case Admitted.Resting _ -> throw Refusal.notNow("The scheduler is being filled again from the log.", SOON);
        }));
        if (!become.equals(job.id())) {
            payloads.drop(job);
        }
        return become;
    }

    private boolean finished(JobId pending, TenantId tenant) {
        return waiting.untilSeen(pending, tenant, OTHERS_PATIENCE) instanceof Look.Found;
    }

    /** Under the same id: should the first writing have succeeded after all, the second changes nothing. */
    private JobId writtenAgain(Job job) {
        acceptance.write(job);
        return shown(job);
    }

    private JobId shown(Job job) {
        accepted.increment();
        paces.arrived(job);
        LOG.debugf("accepted job=%s tenant=%s model=%s", job.id(), job.tenant(), job.model());
        acceptance.show(job);
        return job.id();
    }
}
