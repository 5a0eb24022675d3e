package io.spillway.scheduling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a call for due deliveries gave.
 *
 * @param deliveries to be sent now
 * @param endpoints how many are to be told something, now or later
 * @param firstDue when the first of them is
 * @param now Redis' time
 */
public record Dispatched(List<DueDelivery> deliveries, long endpoints, Optional<Instant> firstDue, Instant now) {}
