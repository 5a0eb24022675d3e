package io.spillway.contract.routing.strategy;

import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which target of a route leads. Only the leader is drawn, the others follow in the route's order: so a route of n
 * targets makes n plans at most, and the scheduler keeps few queues.
 */
public sealed interface Strategy {
    /** The route's order as it stands. */
    record Ordered() implements Strategy {}

    /** One after the other. */
    record RoundRobin() implements Strategy {}

    /**
     * By chance, in the ratio of weights.
     *
     * @param weights 0 never leads; a target that is not named here weighs 1
     */
    record Weighted(Map<TargetName, Integer> weights) implements Strategy {
        public Weighted {
            weights = Map.copyOf(weights);
        }
    }

    /** The one that costs least for this job. */
    record Cheapest() implements Strategy {}

    /** The one that recently took least time for an answer. */
    record Fastest() implements Strategy {}

    /** The one that is likely to give the most answers in a time, by what it recently did. */
    record Adaptive() implements Strategy {}

    /** One target for some percent of the jobs, the route's first other one for the rest. */
    record Canary(TargetName target, int percent) implements Strategy {
        public Canary {
            if (percent < 0 || percent > 100) {
                throw new IllegalArgumentException("not a percentage: " + percent);
            }
        }
    }

    /** The same one for the same key. */
    record Sticky(StickyKey by) implements Strategy {}

    /** The word for this strategy in the configuration. */
    default String word() {
        return switch (this) {
            case Ordered _ -> "ordered";
            case RoundRobin _ -> "round-robin";
            case Weighted _ -> "weighted";
            case Cheapest _ -> "cheapest";
            case Fastest _ -> "fastest";
            case Adaptive _ -> "adaptive";
            case Canary _ -> "canary";
            case Sticky _ -> "sticky";
        };
    }

    /** {@code choices} with the leader first and the others as they stood. */
    default List<Plan.Choice> order(List<Plan.Choice> choices, Facts facts) {
        if (choices.size() < 2) {
            return choices;
        }
        int leader = leader(choices.stream().map(Plan.Choice::target).toList(), facts);
        List<Plan.Choice> ordered = new ArrayList<>(choices);
        ordered.addFirst(ordered.remove(leader));
        return List.copyOf(ordered);
    }

    private int leader(List<TargetName> targets, Facts facts) {
        return switch (this) {
            case Ordered _ -> 0;
            case RoundRobin _ -> (int) Math.floorMod(facts.turn(), (long) targets.size());
            case Weighted(Map<TargetName, Integer> weights) -> Drawing.weighted(targets, weights, facts.random());
            case Cheapest _ -> Comparing.cheapest(targets, facts.costs());
            case Fastest _ -> Comparing.fastest(targets, facts.records(), facts.random());
            case Adaptive _ -> Drawing.likeliest(targets, facts.records(), facts.random());
            case Canary(TargetName target, int percent) -> Drawing.canary(targets, target, percent, facts.random());
            case Sticky _ ->
                facts.stickyKey().map(key -> Rendezvous.of(targets, key)).orElse(0);
        };
    }
}
