package io.spillway.gateway.ops;

import io.spillway.contract.job.JobId;
import io.spillway.gateway.api.Finding;
import io.spillway.gateway.api.PageQuery;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.JobsPage;
import io.spillway.scheduling.JobsQuery;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Goes through all jobs that a query asks for, newest first, for a few seconds at most. */
@Singleton
class Combing {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int AT_ONCE = 100;

    private final Finding finding;

    Combing(Finding finding) {
        this.finding = finding;
    }

    /**
     * How far it came.
     *
     * @param after where to go on; empty if there is nothing more
     */
    record Combed(int found, Optional<String> after) {}

    /** Shows {@code each} at most {@code most} jobs from after {@code first} on. */
    Combed comb(JobsQuery query, Optional<String> first, int most, Consumer<JobView> each) throws Refusal {
        Instant end = Instant.now().plus(PATIENCE);
        Optional<String> after = first;
        int found = 0;
        while (true) {
            JobsPage page = finding.page(query, new PageQuery(Math.min(AT_ONCE, most - found), after));
            page.jobs().forEach(each);
            found += page.jobs().size();
            after = page.last().map(JobId::value).or(keeping(after));
            if (!page.more()) {
                return new Combed(found, Optional.empty());
            }
            if (found >= most || Instant.now().isAfter(end)) {
                return new Combed(found, after);
            }
        }
    }

    private static Supplier<Optional<String>> keeping(Optional<String> after) {
        return () -> after;
    }
}
