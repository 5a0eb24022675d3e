package io.spillway.scheduling;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.webhook.DeliveryAttempt;
import java.time.Instant;
import java.util.List;

/**
 * A delivery that is this process's to send until its lease lapses.
 *
 * @param id the same for the same end of the same job
 * @param fence of the lease
 * @param endpoint who is to be told
 * @param status how the job ended
 * @param at when it ended
 * @param tries attempts since the delivery was last begun, so many steps of the schedule are used up
 * @param attempts all there were
 */
public record DueDelivery(
        String id,
        long fence,
        String endpoint,
        TenantId tenant,
        JobId job,
        JobStatus status,
        Instant at,
        int tries,
        List<DeliveryAttempt> attempts) {}
