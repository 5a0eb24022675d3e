package io.spillway.scheduling;

import io.spillway.contract.job.JobId;
import java.util.List;
import java.util.Optional;

/**
 * A page of jobs, newest first.
 *
 * @param last where the next page begins: the last job shown, or the last one looked at if looking came to its limit
 * @param more whether there may be more
 */
public record JobsPage(List<JobView> jobs, Optional<JobId> last, boolean more) {}
