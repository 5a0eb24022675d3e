package io.spillway.scheduling;

import java.util.Set;

/**
 * The answer to a renewal. It names leases, not jobs: a worker that has taken back a job which it had lost holds two.
 *
 * @param lost leases that count no more: stop their calls, report nothing
 * @param cancelled leases of jobs that somebody wants stopped
 */
public record Renewed(Set<Held> lost, Set<Held> cancelled) {}
