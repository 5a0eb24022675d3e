package io.spillway.scheduling;

import io.spillway.contract.routing.Plan;
import java.time.Instant;
import java.util.Optional;

/**
 * What waits with one plan.
 *
 * @param waiting jobs, those in a backoff included
 * @param oldest when the oldest of the jobs that are next for their tenants was accepted; one behind them, of a lower
 *     priority, may be older by 5 minutes for each level
 */
public record PlanWaiting(Plan plan, long waiting, Optional<Instant> oldest) {}
