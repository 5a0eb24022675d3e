package io.spillway.scheduling;

import io.spillway.contract.webhook.DeliveryAttempt;
import java.time.Instant;
import java.util.Optional;

/**
 * How telling an endpoint goes.
 *
 * @param pending deliveries that it is still to be told
 * @param firstDue when the first of them is, or when the lease of one under way lapses
 * @param failures how often in a row it has failed, since the last message that it took
 * @param last the last attempt of its newest delivery that has any
 */
public record EndpointStanding(
        long pending, Optional<Instant> firstDue, long failures, Optional<DeliveryAttempt> last) {}
