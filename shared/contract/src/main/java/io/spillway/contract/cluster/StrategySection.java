package io.spillway.contract.cluster;

import io.spillway.contract.routing.TargetName;
import io.spillway.contract.routing.strategy.StickyKey;
import io.spillway.contract.routing.strategy.Strategy;
import java.util.List;
import java.util.Optional;

/** What a route says of its {@code strategy}, and what that strategy needs. */
final class StrategySection {
    private static final List<String> WORDS =
            List.of("ordered", "round-robin", "weighted", "cheapest", "fastest", "adaptive", "canary", "sticky");
    private static final String METADATA = "metadata.";

    private StrategySection() {}

    static Strategy read(Section route, TargetList targets) {
        String word = route.text("strategy").orElse("ordered");
        Optional<Strategy> canary = route.section("canary", section -> canary(section, targets));
        Optional<Strategy> sticky = route.section("sticky", StrategySection::sticky);
        Strategy strategy = switch (word) {
            case "ordered" -> new Strategy.Ordered();
            case "round-robin" -> new Strategy.RoundRobin();
            case "weighted" -> new Strategy.Weighted(targets.weights());
            case "cheapest" -> new Strategy.Cheapest();
            case "fastest" -> new Strategy.Fastest();
            case "adaptive" -> new Strategy.Adaptive();
            case "canary" -> canary.orElseThrow(() -> route.wrong("strategy", "wants canary: {target: …, percent: …}"));
            case "sticky" ->
                sticky.orElseThrow(() -> route.wrong("strategy", "wants sticky: {by: tenant, user or metadata.<key>}"));
            default ->
                throw route.wrong("strategy", "'" + word + "' is not a strategy; " + Known.insteadOf(word, WORDS));
        };
        onlyWith("canary", word, canary.isPresent(), "canary", route);
        onlyWith("sticky", word, sticky.isPresent(), "sticky", route);
        onlyWith("weighted", word, !targets.weights().isEmpty(), "targets", route);
        return strategy;
    }

    /** What would be read and never used is a mistake, as a key that nobody knows is. */
    private static void onlyWith(String strategy, String word, boolean given, String key, Section route) {
        if (given && !word.equals(strategy)) {
            String what = key.equals("targets") ? "a weight is" : "is";
            throw route.wrong(key, what + " for the strategy " + strategy + " only, and this one is " + word);
        }
    }

    private static Strategy canary(Section section, TargetList targets) {
        String text = section.requiredText("target");
        int percent = section.integer("percent", 0, 100).orElseThrow(() -> section.error("'percent' is missing"));
        List<TargetName> names = targets.plan().targets();
        return names.stream()
                .filter(name -> name.value().equals(text))
                .findFirst()
                .map(name -> new Strategy.Canary(name, percent))
                .orElseThrow(() -> section.wrong(
                        "target",
                        "'" + text + "' is no target of this route; "
                                + Known.insteadOf(
                                        text,
                                        names.stream().map(TargetName::value).toList())));
    }

    private static Strategy sticky(Section section) {
        String by = section.requiredText("by");
        if (by.startsWith(METADATA) && by.length() > METADATA.length()) {
            return new Strategy.Sticky(new StickyKey.OfMetadata(by.substring(METADATA.length())));
        }
        return new Strategy.Sticky(
                switch (by) {
                    case "tenant" -> new StickyKey.OfTenant();
                    case "user" -> new StickyKey.OfUser();
                    default -> throw section.wrong("by", "should be tenant, user or metadata.<key>");
                });
    }
}
