package io.spillway.contract.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Retry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One accepted inference request, as it stands in {@code spillway.jobs}: complete in itself, so that a worker needs
 * nothing else to run it and a replay nothing else to restore it.
 *
 * @param model what the client asked for: a route, or a target's own name
 * @param plan the targets open to the job when it was accepted, best first
 * @param request the inference itself, in the fields of OpenAI's call for the type (without {@code model})
 * @param priority 0 (soonest) to 9, 5 where the client did not say
 * @param weight of the tenant at acceptance, {@link #LEAST_WEIGHT} to {@link #MOST_WEIGHT}: a tenant of weight 3 gets
 *     three times the share of one of weight 1. Records without it count as 1
 * @param fallback whether it may leave the first tier of its route
 * @param stream whether the tokens are to be written as they come
 * @param metadata the client's own, returned untouched
 * @param reservation what it takes of quotas; none where its tenant and key have none
 * @param webhook the tenant's endpoint that is told of its end
 * @param trace the {@code traceparent} (W3C Trace Context) of the request that brought it; none where nobody traces
 */
public record Job(
        JobId id,
        TenantId tenant,
        JobType type,
        String model,
        Plan plan,
        Retry retry,
        ObjectNode request,
        Instant acceptedAt,
        Deadlines deadlines,
        int priority,
        double weight,
        boolean fallback,
        boolean stream,
        Map<String, String> metadata,
        Optional<Idempotency> idempotency,
        Optional<Reservation> reservation,
        Optional<String> webhook,
        Optional<String> trace) {
    /** A field of the request that the gateway keeps for itself; no model is told it. */
    public static final String GATEWAYS_OWN = "spillway";
    /** The priority of a job whose client did not give one. */
    public static final int DEFAULT_PRIORITY = 5;
    /** The weight of a tenant that was given none. */
    public static final double DEFAULT_WEIGHT = 1;

    public static final double LEAST_WEIGHT = 0.1;
    public static final double MOST_WEIGHT = 100;

    public Job {
        weight = weight == 0 ? DEFAULT_WEIGHT : weight;
        if (!(weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT)) {
            throw new IllegalArgumentException("weight out of range: " + weight);
        }
    }

    /** A job that takes from no quota, of whose end nobody is told and that nobody traces. */
    public Job(
            JobId id,
            TenantId tenant,
            JobType type,
            String model,
            Plan plan,
            Retry retry,
            ObjectNode request,
            Instant acceptedAt,
            Deadlines deadlines,
            int priority,
            double weight,
            boolean fallback,
            boolean stream,
            Map<String, String> metadata,
            Optional<Idempotency> idempotency) {
        this(
                id,
                tenant,
                type,
                model,
                plan,
                retry,
                request,
                acceptedAt,
                deadlines,
                priority,
                weight,
                fallback,
                stream,
                metadata,
                idempotency,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same job, taking {@code other} of its tenant's quotas. */
    public Job reserving(Optional<Reservation> other) {
        return with(request, priority, other, webhook);
    }

    /** The same job, of whose end {@code endpoint} is told. */
    public Job telling(Optional<String> endpoint) {
        return with(request, priority, reservation, endpoint);
    }

    /** The same job with another priority. */
    public Job withPriority(int other) {
        return with(request, other, reservation, webhook);
    }

    /** The same job with {@code other} in the place of its request. */
    public Job withRequest(ObjectNode other) {
        return with(other, priority, reservation, webhook);
    }

    private Job with(
            ObjectNode itsRequest, int itsPriority, Optional<Reservation> itsReservation, Optional<String> itsWebhook) {
        return new Job(
                id,
                tenant,
                type,
                model,
                plan,
                retry,
                itsRequest,
                acceptedAt,
                deadlines,
                itsPriority,
                weight,
                fallback,
                stream,
                metadata,
                idempotency,
                itsReservation,
                itsWebhook,
                trace);
    }
}
