package io.spillway.scheduling;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.webhook.DeliveryAttempt;
import io.spillway.contract.webhook.DeliveryState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A delivery as it stands.
 *
 * @param status how the job ended
 * @param at when it ended
 * @param next when it is tried next; nothing while a message is under way
 */
public record DeliveryView(
        String id,
        String endpoint,
        TenantId tenant,
        JobId job,
        JobStatus status,
        Instant at,
        DeliveryState state,
        List<DeliveryAttempt> attempts,
        Optional<Instant> next) {}
