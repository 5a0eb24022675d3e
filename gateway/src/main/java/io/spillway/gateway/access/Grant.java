package io.spillway.gateway.access;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.Reservation;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.tenants.Quota;
import io.spillway.scheduling.QuotaLimit;
import io.spillway.scheduling.QuotaLimit.Measure;
import io.spillway.scheduling.QuotaLimit.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a key allows within its scopes.
 *
 * @param key what operators call it
 * @param models the routes and targets it may name; any if empty
 * @param maxPriority the most urgent priority it may ask for, 0 (any) to 9
 * @param ofTenant what its tenant may use at most
 * @param ofKey what may be used with the key itself at most
 */
public record Grant(String key, Optional<Set<String>> models, int maxPriority, Quota ofTenant, Quota ofKey) {
    /** Everything: what the cluster does by itself, or an operator for a tenant. */
    public static final Grant UNLIMITED = new Grant("", Optional.empty(), 0, Quota.NONE, Quota.NONE);

    /** Whether jobs may be submitted to {@code model}, a route or a target. */
    public boolean allows(String model) {
        return models.map(allowed -> allowed.contains(model)).orElse(true);
    }

    /** All limits there are. */
    private List<QuotaLimit> limits() {
        return Stream.concat(ofTenant.of(Scope.TENANT), ofKey.of(Scope.KEY)).toList();
    }

    /** Whether jobs wait for their quotas: where either of them says otherwise, they are refused. */
    private boolean waits() {
        return Stream.of(ofTenant, ofKey)
                .allMatch(quota -> quota.waits() || quota.limits().isEmpty());
    }

    /** The limits that a job has to fit into to be let in. */
    public List<QuotaLimit> atDoor() {
        return limits().stream()
                .filter(limit -> limit.measure() != Measure.CONCURRENT)
                .filter(limit -> !waits() || limit.measure() == Measure.WAITING)
                .toList();
    }

    /**
     * What a job that is estimated so takes of the limits until it ends, if there are any; counted for the key if that has
     * its own. Refused if it would wait for ever, since it is larger than a whole window.
     */
    public Optional<Reservation> reservation(long tokens, BigDecimal cost) throws Refusal {
        if (limits().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> own = ofKey.limits().isEmpty() ? Optional.empty() : Optional.of(key);
        Reservation wanted =
                new Reservation(own, tokens, cost, waits(), Optional.of(ofTenant.held()), own.map(_ -> ofKey.held()));
        if (wanted.waits()) {
            limits().stream()
                    .filter(limit -> isTooMuch(wanted, limit))
                    .findFirst()
                    .ifPresent(limit -> {
                        throw tooMuch(limit);
                    });
        }
        return Optional.of(wanted);
    }

    private static boolean isTooMuch(Reservation wanted, QuotaLimit limit) {
        return switch (limit.measure()) {
            case TOKENS -> wanted.tokens() > limit.most();
            case COST -> Reservation.millionths(wanted.cost()) > limit.most();
            case REQUESTS, CONCURRENT, WAITING -> false;
        };
    }

    private static Refusal tooMuch(QuotaLimit limit) {
        return Refusal.of(
                Problem.Kind.INVALID,
                List.of(new Problem.FieldError(
                        "max_tokens",
                        "and the input together may take more than " + limit.word() + " of this "
                                + limit.scope().name().toLowerCase(Locale.ROOT) + " ever has room for")));
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
