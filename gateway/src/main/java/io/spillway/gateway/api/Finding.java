package io.spillway.gateway.api;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.watching.Lookout;
import io.spillway.scheduling.JobsPage;
import io.spillway.scheduling.JobsQuery;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.jspecify.annotations.Nullable;

/** Finds jobs by what is true of them. */
@Singleton
public class Finding {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Backbone backbone;
    private final Lookout lookout;

    Finding(Backbone backbone, Lookout lookout) {
        this.lookout = lookout;
        this.backbone = backbone;
    }

    /** A page; refused while the list is being read again from the log. */
    @CircuitBreaker(requestVolumeThreshold = 10, delay = 500, failOn = RedisUnavailable.class)
    public JobsPage page(JobsQuery query, PageQuery part) throws Refusal, RedisUnavailable {
        return backbone.connections()
                .scheduler()
                .listing()
                .page(query, part.after().map(Finding::cursor), part.limit())
                .map(page ->
                        new JobsPage(page.jobs().stream().map(lookout::opened).toList(), page.last(), page.more()))
                .orElseThrow(() -> Refusal.notNow("Jobs are being read again from the log.", SOON));
    }

    /** The page as clients see it. */
    public static JobsList list(JobsPage page) {
        Optional<String> lastShown = Optional.of(page.jobs())
                .filter(jobs -> !jobs.isEmpty())
                .map(jobs -> id(jobs.getLast().job().id()));
        return new JobsList(
                "list",
                page.jobs().stream().map(JobShape::of).toList(),
                page.jobs().isEmpty() ? null : id(page.jobs().getFirst().job().id()),
                lastId(page).or(() -> lastShown).orElse(null),
                page.more());
    }

    /** Where the next page begins, if there may be one. */
    public static Optional<String> lastId(JobsPage page) {
        return page.last().filter(_ -> page.more()).map(JobId::value);
    }

    /** The status that a query names, if it names one. */
    public static Optional<JobStatus> status(@Nullable String text) throws Refusal {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(JobStatus.of(text)
                .orElseThrow(() -> PageQuery.wrong(
                        "status",
                        "should be one of "
                                + Arrays.stream(JobStatus.values())
                                        .map(JobStatus::word)
                                        .collect(Collectors.joining(", ")))));
    }

    private static JobId cursor(String text) {
        return JobId.parse(text).orElseThrow(() -> PageQuery.wrong("after", "should be the last_id of a page"));
    }

    private static String id(JobId id) {
        return id.value();
    }
}
