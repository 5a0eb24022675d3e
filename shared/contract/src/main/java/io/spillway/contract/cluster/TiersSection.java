package io.spillway.contract.cluster;

import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.routing.strategy.Strategy;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What stands under {@code tiers}, and the routes that it gives. */
final class TiersSection {
    /** Where models run, and which tiers are next best for a job that begins there. */
    private enum Tier {
        CLOUD("cloud", "cloud"),
        SERVER("server", "server"),
        DEVICE("device", "phone");

        private final String key;
        private final String route;

        Tier(String key, String route) {
            this.key = key;
            this.route = route;
        }

        /** This one, then the others: from the phone the nearer before the farther, else the stronger first. */
        private List<Tier> first() {
            return switch (this) {
                case CLOUD -> List.of(CLOUD, SERVER, DEVICE);
                case SERVER -> List.of(SERVER, CLOUD, DEVICE);
                case DEVICE -> List.of(DEVICE, SERVER, CLOUD);
            };
        }
    }

    private TiersSection() {}

    /** The routes: of each tier that has targets one that begins with it and one that stays in it. */
    static List<Route> routes(Section section, Map<TargetName, Target> targets) {
        Map<Tier, Plan> tiers = new EnumMap<>(Tier.class);
        Set<TargetName> seen = new HashSet<>();
        for (Tier tier : Tier.values()) {
            Plan plan = TargetList.plain(section, tier.key, targets).plan();
            plan.targets().stream()
                    .filter(target -> !seen.add(target))
                    .findFirst()
                    .ifPresent(target -> {
                        throw section.wrong(tier.key, target + " stands in two tiers");
                    });
            if (!plan.isEmpty()) {
                tiers.put(tier, plan);
            }
        }
        return Stream.concat(
                        tiers.keySet().stream().map(tier -> route(tier.route + "_first", tier.first(), tiers)),
                        tiers.keySet().stream().map(tier -> route(tier.route + "_only", List.of(tier), tiers)))
                .toList();
    }

    private static Route route(String name, List<Tier> order, Map<Tier, Plan> tiers) {
        List<Plan> plans = order.stream()
                .flatMap(tier -> Optional.ofNullable(tiers.get(tier)).stream())
                .toList();
        return new Route(
                name,
                new Plan(plans.stream().flatMap(plan -> plan.choices().stream()).toList()),
                new Strategy.Ordered(),
                List.of(),
                plans.stream().map(plan -> Set.copyOf(plan.targets())).toList(),
                true,
                Retry.DEFAULT);
    }
}
