package io.spillway.contract.cluster;

import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** One entry under {@code routes}. */
final class RouteSection {
    private RouteSection() {}

    static Route read(String name, Section section, Map<TargetName, Target> targets) {
        List<Plan.Choice> choices = new ArrayList<>();
        Set<TargetName> seen = new HashSet<>();
        for (Node node : section.items("targets")) {
            Plan.Choice choice = choice(section.origin("targets"), node, targets);
            if (!seen.add(choice.target())) {
                throw section.origin("targets").error(node, choice.target() + " stands in this route twice");
            }
            choices.add(choice);
        }
        if (choices.isEmpty()) {
            throw section.error("'targets' is missing or empty: name at least one target");
        }
        section.text("strategy").filter(word -> !word.equals("ordered")).ifPresent(word -> {
            throw section.wrong(
                    "strategy", "'" + word + "' is not a strategy; " + Known.insteadOf(word, List.of("ordered")));
        });
        return new Route(name, new Plan(choices), retry(section));
    }

    private static Plan.Choice choice(Origin origin, Node node, Map<TargetName, Target> targets) {
        if (!(node instanceof MappingNode)) {
            return new Plan.Choice(known(origin, node, origin.resolved(node), targets), Plan.Choice.DEFAULT_PATIENCE);
        }
        return Section.read(
                origin,
                node,
                section -> new Plan.Choice(
                        known(origin, node, section.requiredText("target"), targets),
                        section.duration("patience").orElse(Plan.Choice.DEFAULT_PATIENCE)));
    }

    private static TargetName known(Origin origin, Node node, String text, Map<TargetName, Target> targets) {
        if (TargetName.wellFormed(text) && targets.containsKey(new TargetName(text))) {
            return new TargetName(text);
        }
        List<String> names = targets.keySet().stream().map(TargetName::value).toList();
        throw origin.error(node, "there is no target '" + text + "'; " + Known.insteadOf(text, names));
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
