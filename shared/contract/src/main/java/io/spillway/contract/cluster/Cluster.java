package io.spillway.contract.cluster;

import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything {@code spillway.yaml} says. The maps keep the file's order.
 *
 * @param origins from where browsers may call, e.g. {@code https://app.example.com}; {@code *} for anywhere
 * @param webhookRanges addresses inside that webhooks may go to, beside all that are outside
 * @param lastResort what a job gets when every target of its route has failed it
 * @param engines how workers fetch and load GGUF models
 * @param notices what is odd but no mistake, for the log at start, e.g. a key's variable that is not set
 */
public record Cluster(
        Map<String, Provider> providers,
        Map<TargetName, Target> targets,
        Map<String, Route> routes,
        List<String> origins,
        List<AddressRange> webhookRanges,
        LastResort lastResort,
        EngineSettings engines,
        List<String> notices) {
    private static final String DEFAULT_ROUTE = "default";

    /** A cluster that no browser may call from elsewhere, and without answers of last resort. */
    public Cluster(
            Map<String, Provider> providers,
            Map<TargetName, Target> targets,
            Map<String, Route> routes,
            List<String> notices) {
        this(providers, targets, routes, List.of(), List.of(), LastResort.NONE, EngineSettings.DEFAULT, notices);
    }

    /** The route that a client means by {@code model}: a route's name, or a target's own, which is a route of one. */
    public Optional<Route> route(String model) {
        Optional<Route> named = Optional.ofNullable(routes.get(model));
        return named.isPresent() || !TargetName.wellFormed(model) ? named : routeOfOne(new TargetName(model));
    }

    /** The route of a client that names no model: {@code default}, else the file's first, else its only target. */
    public Optional<Route> defaultRoute() {
        if (routes.isEmpty() && targets.size() == 1) {
            return route(targets.keySet().iterator().next().value());
        }
        return Optional.ofNullable(routes.get(DEFAULT_ROUTE))
                .or(() -> routes.values().stream().findFirst());
    }

    /** The targets that workers of {@code pool} serve, in the file's order. */
    public List<Target> targetsOf(Pool pool) {
        return targets.values().stream().filter(target -> target.pool() == pool).toList();
    }

    /** The kinds of worker that the targets need. */
    public Set<Pool> pools() {
        Set<Pool> pools = EnumSet.noneOf(Pool.class);
        targets.values().forEach(target -> pools.add(target.pool()));
        return pools;
    }

    private Optional<Route> routeOfOne(TargetName target) {
        return Optional.ofNullable(targets.get(target))
                .map(known -> Route.asPlanned(
                        target.value(), new Plan(List.of(new Plan.Choice(target, Plan.Choice.DEFAULT_PATIENCE)))));
    }
}
