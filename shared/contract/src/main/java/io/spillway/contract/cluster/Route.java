package io.spillway.contract.cluster;

import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.routing.rule.JobTraits;
import io.spillway.contract.routing.rule.RouteRule;
import io.spillway.contract.routing.strategy.Strategy;
import java.util.List;
import java.util.Set;

/**
 * What a client names as {@code model}: a list of targets, and how a job goes along it.
 *
 * @param strategy which target leads
 * @param rules lists for particular jobs instead of {@code plan}; the first that matches counts
 * @param tiers targets that belong together where fallback is off; a target in none stands alone
 * @param fallback whether a job may leave its first tier; if not, it may not whatever the client says
 */
public record Route(
        String name,
        Plan plan,
        Strategy strategy,
        List<RouteRule> rules,
        List<Set<TargetName>> tiers,
        boolean fallback,
        Retry retry) {
    public Route {
        rules = List.copyOf(rules);
        tiers = List.copyOf(tiers);
    }

    /** The route that {@code plan} is, tried in its order and with nothing else to say. */
    static Route asPlanned(String name, Plan plan) {
        return new Route(name, plan, new Strategy.Ordered(), List.of(), List.of(), true, Retry.DEFAULT);
    }

    /** The list for {@code job}. */
    public Plan listFor(JobTraits job) {
        return rules.stream()
                .filter(rule -> rule.when().matches(job))
                .findFirst()
                .map(RouteRule::targets)
                .orElse(plan);
    }

    /** What is left of {@code plan} without fallback: its first target and those of the same tier. */
    public Plan firstTier(Plan plan) {
        if (plan.isEmpty()) {
            return plan;
        }
        TargetName leader = plan.choices().getFirst().target();
        Set<TargetName> tier = tiers.stream()
                .filter(names -> names.contains(leader))
                .findFirst()
                .orElse(Set.of(leader));
        return new Plan(plan.choices().stream()
                .filter(choice -> tier.contains(choice.target()))
                .toList());
    }
}
