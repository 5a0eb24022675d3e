package io.spillway.gateway.access;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.Reservation;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.QuotaLimit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a key allows within its scopes.
 *
 * @param key what operators call it
 * @param models the routes and targets it may name; any if empty
 * @param maxPriority the most urgent priority it may ask for, 0 (any) to 9
 * @param limits what its tenant and the key itself may use at most
 */
public record Grant(String key, Optional<Set<String>> models, int maxPriority, List<QuotaLimit> limits) {
    /** Everything: what the cluster does by itself, or an operator for a tenant. */
    public static final Grant UNLIMITED = new Grant("", Optional.empty(), 0, List.of());

    /** Whether jobs may be submitted to {@code model}, a route or a target. */
    public boolean allows(String model) {
        return models.map(allowed -> allowed.contains(model)).orElse(true);
    }

    /** What a job that is estimated so takes of the limits until it ends; counted for the key if that has its own. */
    public Reservation reservation(long tokens, BigDecimal cost) {
        boolean own = limits.stream().anyMatch(limit -> limit.scope() == QuotaLimit.Scope.KEY);
        return new Reservation(own ? Optional.of(key) : Optional.empty(), tokens, cost);
    }

    /** Refuses a model that is not the key's to name. */
    public void demand(String model) throws Refusal {
        if (!allows(model)) {
            throw Refusal.of(
                    Problem.Kind.FORBIDDEN,
                    List.of(new Problem.FieldError("model", "'" + model + "' is not among the models of this key")));
        }
    }

    /** The priority a job gets that asks for {@code wanted}; what nobody has asked for is lowered silently. */
    public int priority(int wanted) throws Refusal {
        if (wanted < maxPriority && wanted < Job.DEFAULT_PRIORITY) {
            throw Refusal.of(
                    Problem.Kind.FORBIDDEN,
                    List.of(new Problem.FieldError(
                            "priority", "of this key is " + maxPriority + " at most (lower numbers are sooner)")));
        }
        return Math.max(wanted, maxPriority);
    }
}
