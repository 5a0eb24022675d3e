package io.spillway.contract.cluster;

import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.routing.rule.RouteRule;
import java.util.List;
import java.util.Map;

/** One entry under {@code routes}. */
final class RouteSection {
    private RouteSection() {}

    static Route read(String name, Section section, Map<TargetName, Target> targets) {
        TargetList list = TargetList.weighted(section, "targets", targets);
        if (list.plan().isEmpty()) {
            throw section.error("'targets' is missing or empty: name at least one target");
        }
        return new Route(
                name,
                list.plan(),
                StrategySection.read(section, list),
                rules(section, targets),
                List.of(),
                section.flag("fallback").orElse(true),
                retry(section));
    }

    private static List<RouteRule> rules(Section section, Map<TargetName, Target> targets) {
        Origin origin = section.origin("rules");
        return section.items("rules").stream()
                .map(node -> Section.read(origin, node, rule -> RouteRuleSection.read(rule, targets)))
                .toList();
    }

    private static Retry retry(Section section) {
        Origin backoff = section.origin("backoff");
        return new Retry(
                section.integer("attempts-per-target", 1, 100).orElse(Retry.DEFAULT.attemptsPerTarget()),
                section.list("backoff")
                        .map(nodes -> nodes.stream().map(backoff::duration).toList())
                        .orElse(Retry.DEFAULT.backoff()));
    }
}
