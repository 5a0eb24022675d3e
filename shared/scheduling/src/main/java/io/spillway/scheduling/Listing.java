package io.spillway.scheduling;

import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.TargetName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finding jobs without knowing their ids. */
public final class Listing {
    /** Jobs looked at in one script, and scripts in one call: what a filter skips costs no more than this. */
    private static final int LOOKED_AT_ONCE = 500;

    private static final int PIECES = 10;
    /** Records and answers of a page together, in bytes; one job is shown however large it is. */
    private static final int PAGE_BYTES = 8 * 1024 * 1024;

    private final Scripts scripts;
    private final Views views;

    Listing(Scripts scripts) {
        this.scripts = scripts;
        this.views = new Views(scripts);
    }

    /**
     * A page of the jobs that {@code query} asks for, newest first; empty while Redis is being filled again.
     *
     * @param after the last job of the page before
     * @param most at most so many
     */
    public Optional<JobsPage> page(JobsQuery query, Optional<JobId> after, int most) throws RedisUnavailable {
        List<JobView> found = new ArrayList<>();
        Optional<JobId> last = after;
        String next = "more";
        for (int piece = 0; piece < PIECES && next.equals("more") && found.size() < most; piece++) {
            Reply reply = scripts.look("list", arguments(query, last, most - found.size()));
            if (reply.recovering()) {
                return Optional.empty();
            }
            reply.texts(0).forEach(id -> add(found, new JobId(id), query));
            last = reply.optional(1).map(JobId::new).or(keeping(last));
            next = reply.text(2);
        }
        return Optional.of(new JobsPage(List.copyOf(found), last, !next.equals("end")));
    }

    private static Supplier<Optional<JobId>> keeping(Optional<JobId> last) {
        return () -> last;
    }

    /** The job that a tenant calls {@code alias}. */
    public Optional<JobId> named(String alias, TenantId tenant) throws RedisUnavailable {
        return scripts.look("alias", tenant, Idempotency.aliasKey(alias))
                .optional(0)
                .map(JobId::new);
    }

    /** One that has gone since it was found is left out. */
    private void add(List<JobView> found, JobId id, JobsQuery query) {
        Look look = query.tenant().map(tenant -> views.look(id, tenant)).orElseGet(() -> views.lookAsOperator(id));
        switch (look) {
            case Look.Found(JobView view) -> found.add(view);
            case Look.Unknown _, Look.Resting _ -> {}
        }
    }

    private static Object[] arguments(JobsQuery query, Optional<JobId> after, int most) {
        List<Object> arguments = new ArrayList<>(List.of(
                query.tenant().map(TenantId::value).orElse(""),
                query.highest(after),
                query.lowest(),
                most,
                LOOKED_AT_ONCE,
                PAGE_BYTES,
                query.status().map(JobStatus::word).orElse(""),
                query.model().orElse(""),
                query.target().map(TargetName::value).orElse(""),
                query.error().orElse("")));
        query.metadata().forEach((key, value) -> arguments.addAll(List.of(key, value)));
        return arguments.toArray();
    }
}
