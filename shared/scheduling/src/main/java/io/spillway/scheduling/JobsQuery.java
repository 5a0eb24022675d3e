package io.spillway.scheduling;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.TargetName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Which jobs are to be listed: all that everything given here is true of.
 *
 * @param target the one that runs it or was called last
 * @param error the code of the error it ended with
 * @param since accepted at or after
 * @param before accepted before
 * @param metadata pairs that it has
 */
public record JobsQuery(
        Optional<TenantId> tenant,
        Optional<JobStatus> status,
        Optional<String> model,
        Optional<TargetName> target,
        Optional<String> error,
        Optional<Instant> since,
        Optional<Instant> before,
        Map<String, String> metadata) {
    /** Everything of one tenant's. */
    public static JobsQuery of(TenantId tenant) {
        return new JobsQuery(
                Optional.of(tenant),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** The highest id to look at, as {@code ZREVRANGEBYLEX} has it. */
    String highest(Optional<JobId> after) {
        String last = after.map(JobId::value).orElse("");
        String first = before.map(JobId::firstOf).orElse("");
        if (last.isEmpty() && first.isEmpty()) {
            return "+";
        }
        boolean lastIsLower = first.isEmpty() || (!last.isEmpty() && last.compareTo(first) < 0);
        return "(" + (lastIsLower ? last : first);
    }

    /** The lowest. */
    String lowest() {
        return since.map(at -> "[" + JobId.firstOf(at)).orElse("-");
    }
}
