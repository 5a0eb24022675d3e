package io.spillway.contract.cluster;

import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A list of targets, best first; an element is a target's name or a mapping.
 *
 * @param weights of those elements that have one
 */
record TargetList(Plan plan, Map<TargetName, Integer> weights) {
    private static final int MOST_WEIGHT = 1_000_000;

    /** The list under {@code key}, whose elements have no weights. */
    static TargetList plain(Section section, String key, Map<TargetName, Target> targets) {
        return read(section, key, targets, false);
    }

    /** The list under {@code key}, whose elements may have weights. */
    static TargetList weighted(Section section, String key, Map<TargetName, Target> targets) {
        return read(section, key, targets, true);
    }

    private static TargetList read(Section section, String key, Map<TargetName, Target> targets, boolean weighted) {
        Origin origin = section.origin(key);
        Map<TargetName, Plan.Choice> choices = new LinkedHashMap<>();
        Map<TargetName, Integer> weights = new HashMap<>();
        for (Node node : section.items(key)) {
            Element element = element(origin, node, targets, weighted);
            TargetName target = element.choice().target();
            if (choices.putIfAbsent(target, element.choice()) != null) {
                throw origin.error(node, target + " stands in this route twice");
            }
            element.weight().ifPresent(weight -> weights.put(target, weight));
        }
        return new TargetList(new Plan(List.copyOf(choices.values())), weights);
    }

    private record Element(Plan.Choice choice, OptionalInt weight) {}

    private static Element element(Origin origin, Node node, Map<TargetName, Target> targets, boolean weighted) {
        if (!(node instanceof MappingNode)) {
            TargetName name = known(origin, node, origin.resolved(node), targets);
            return new Element(new Plan.Choice(name, Plan.Choice.DEFAULT_PATIENCE), OptionalInt.empty());
        }
        return Section.read(
                origin,
                node,
                section -> new Element(
                        new Plan.Choice(
                                known(origin, node, section.requiredText("target"), targets),
                                section.duration("patience").orElse(Plan.Choice.DEFAULT_PATIENCE)),
                        weighted ? section.integer("weight", 0, MOST_WEIGHT) : OptionalInt.empty()));
    }

    private static TargetName known(Origin origin, Node node, String text, Map<TargetName, Target> targets) {
        if (TargetName.wellFormed(text) && targets.containsKey(new TargetName(text))) {
            return new TargetName(text);
        }
        List<String> names = targets.keySet().stream().map(TargetName::value).toList();
        throw origin.error(node, "there is no target '" + text + "'; " + Known.insteadOf(text, names));
    }
}
