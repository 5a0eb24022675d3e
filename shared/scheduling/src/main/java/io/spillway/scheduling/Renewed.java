package io.spillway.scheduling;

import io.spillway.contract.job.JobId;
import java.util.Set;

/**
 * The answer to a renewal.
 *
 * @param lost jobs that are this worker's no more: stop them, report nothing
 * @param cancelled jobs that somebody wants stopped
 */
public record Renewed(Set<JobId> lost, Set<JobId> cancelled) {}
