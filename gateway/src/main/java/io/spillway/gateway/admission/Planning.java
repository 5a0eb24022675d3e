package io.spillway.gateway.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Route;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.Reservation;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.Adjustment;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.routing.rule.JobTraits;
import io.spillway.contract.routing.strategy.Facts;
import io.spillway.contract.routing.strategy.Strategy;
import io.spillway.gateway.access.Grant;
import io.spillway.gateway.availability.Adjustments;
import io.spillway.gateway.availability.Settings;
import io.spillway.gateway.outcomes.TrackRecords;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Submission;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Makes a job's plan of its route: rules choose the list, the type leaves those that can, the strategy the leader. */
@Singleton
public class Planning {
    private static final long USUAL_ANSWER = 256;

    private final Cluster cluster;
    private final TrackRecords records;
    private final Function<TargetName, Adjustment> adjustments;
    private final Settings settings;
    private final Map<String, AtomicLong> turns = new ConcurrentHashMap<>();

    @Inject
    Planning(Cluster cluster, TrackRecords records, Adjustments adjustments, Settings settings) {
        this(cluster, records, adjustments::of, settings);
    }

    /** @param adjustments what operators have set of a target */
    Planning(Cluster cluster, TrackRecords records, Function<TargetName, Adjustment> adjustments, Settings settings) {
        this.adjustments = adjustments;
        this.settings = settings;
        this.cluster = cluster;
        this.records = records;
    }

    /** The plan of a job with {@code traits} that is accepted at {@code now}; refused if no target serves its type. */
    Plan plan(Route route, JobTraits traits, Submission submission, Instant now) throws Refusal {
        List<Plan.Choice> able = route.listFor(traits).choices().stream()
                .filter(choice -> target(choice.target()).types().contains(traits.type()))
                .toList();
        if (able.isEmpty()) {
            throw Refusal.of(
                    Problem.Kind.INVALID,
                    List.of(new Problem.FieldError(
                            "type",
                            "'" + traits.type().word() + "' is not served by any target of '" + route.name() + "'")));
        }
        Facts facts = new Facts(
                costs(able, traits, submission.request()),
                records.asOf(now),
                turns.computeIfAbsent(route.name(), _ -> new AtomicLong()).getAndIncrement(),
                route.strategy() instanceof Strategy.Sticky(var by) ? traits.sticky(by) : Optional.empty(),
                ThreadLocalRandom.current());
        Plan plan = new Plan(residing(route, traits, able).stream()
                .flatMap(group -> strategy(route).order(group, facts).stream())
                .toList());
        return submission.fallback() && settings.fallback(route)
                ? backedUp(route, traits, plan)
                : route.firstTier(plan);
    }

    /** With the target that an operator has put behind all routes, if it can do the job and may. */
    private Plan backedUp(Route route, JobTraits traits, Plan plan) {
        return settings.backup(route)
                .filter(target -> !plan.targets().contains(target))
                .filter(target -> target(target).types().contains(traits.type()))
                .map(plan::and)
                .filter(whole -> !traits.residency()
                        .groups(
                                List.of(whole.choices().getLast()),
                                name -> target(name).region())
                        .isEmpty())
                .orElse(plan);
    }

    /** The route's, with the weights that operators have set. */
    private Strategy strategy(Route route) {
        if (!(route.strategy() instanceof Strategy.Weighted(Map<TargetName, Integer> configured))) {
            return route.strategy();
        }
        Map<TargetName, Integer> weights = new HashMap<>(configured);
        route.plan()
                .targets()
                .forEach(target -> adjustments.apply(target).weight().ifPresent(set -> weights.put(target, set)));
        return new Strategy.Weighted(weights);
    }

    /** What a job with this plan takes of quotas by an estimate: its longest or usual answer, by its dearest target. */
    Optional<Reservation> reservation(Grant grant, Plan plan, JobTraits traits, Submission submission) {
        Usage usage = usage(traits, submission.request());
        BigDecimal cost = costs(plan.choices(), traits, submission.request()).values().stream()
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO);
        return grant.reservation(usage.inputTokens() + usage.outputTokens(), cost);
    }

    /** A model of our own workers costs nothing unless it has a price; what others cost without one nobody knows. */
    private Map<TargetName, BigDecimal> costs(List<Plan.Choice> choices, JobTraits traits, ObjectNode request) {
        Usage usage = usage(traits, request);
        Map<TargetName, BigDecimal> costs = new HashMap<>();
        for (Plan.Choice choice : choices) {
            Target target = target(choice.target());
            target.price()
                    .map(price -> price.of(usage))
                    .or(() -> target.gguf().map(_ -> BigDecimal.ZERO))
                    .ifPresent(cost -> costs.put(target.name(), cost));
        }
        return costs;
    }

    private List<List<Plan.Choice>> residing(Route route, JobTraits traits, List<Plan.Choice> able) throws Refusal {
        List<List<Plan.Choice>> groups =
                traits.residency().groups(able, name -> target(name).region());
        if (groups.isEmpty()) {
            throw Refusal.of(
                    Problem.Kind.INVALID,
                    List.of(new Problem.FieldError(
                            "model",
                            "has no target in the region that this tenant's jobs have to stay in: '" + route.name()
                                    + "'")));
        }
        return groups;
    }

    private static Usage usage(JobTraits traits, ObjectNode request) {
        return switch (traits.type()) {
            case CHAT -> new Usage(traits.tokens(), answer(request), true);
            case EMBEDDING -> new Usage(traits.tokens(), 0, true);
            case SPEECH ->
                new Usage(traits.tokens(), 0, true)
                        .withCharacters(request.path("input").asText().length());
            case IMAGE ->
                new Usage(traits.tokens(), 0, true).withImages(request.path("n").asLong(1));
        };
    }

    /** The tokens of the longest answer that the client allows, or of a usual one. */
    private static long answer(ObjectNode request) {
        return request.path("max_completion_tokens")
                .asLong(request.path("max_tokens").asLong(USUAL_ANSWER));
    }

    private Target target(TargetName name) {
        return Objects.requireNonNull(cluster.targets().get(name));
    }
}
