package io.spillway.gateway.watching;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.Scheduler;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which job a path means: by its id, or by the name its client gave it. */
@Singleton
public class Names {
    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9_-]{8,64}");
    /** What our own ids begin with. */
    private static final String OURS = "job_";

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Backbone backbone;

    Names(Backbone backbone) {
        this.backbone = backbone;
    }

    /** The job that {@code text} names, whether it can be seen or not; 404 if it names none. */
    public JobId job(String text, TenantId tenant) throws Refusal, RedisUnavailable {
        return JobId.parse(text).orElseGet(() -> named(text, tenant));
    }

    /** A name that a client may give. */
    public static String alias(String text) throws Refusal {
        if (!ALIAS.matcher(text).matches() || text.startsWith(OURS)) {
            throw Refusal.of(
                    Problem.Kind.MALFORMED,
                    List.of(new Problem.FieldError(
                            "id",
                            "should be 8 to 64 of A-Z a-z 0-9 _ - and not begin with 'job_', as our own ids do")));
        }
        return text;
    }

    private JobId named(String text, TenantId tenant) {
        if (!ALIAS.matcher(text).matches()) {
            throw Refusal.of(Problem.Kind.NOT_FOUND, Found.NO_SUCH_JOB);
        }
        Scheduler scheduler = backbone.connections().scheduler();
        Optional<JobId> job = scheduler.listing().named(text, tenant);
        if (job.isEmpty() && scheduler.recovering()) {
            throw Refusal.notNow("Jobs are being read again from the log; this one may be among them.", SOON);
        }
        return job.orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, Found.NO_SUCH_JOB));
    }
}
