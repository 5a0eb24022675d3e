package io.spillway.contract.cluster;

import io.spillway.contract.job.JobType;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.routing.rule.RouteRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** One of a route's {@code rules}. */
final class RouteRuleSection {
    private static final List<String> TYPES =
            Arrays.stream(JobType.values()).map(JobType::word).toList();

    private RouteRuleSection() {}

    static RouteRule read(Section section, Map<TargetName, Target> targets) {
        RouteRule.When when = section.section("when", RouteRuleSection::when)
                .orElseThrow(() -> section.error("'when' is missing: say which jobs the rule is for"));
        if (when.isEmpty()) {
            throw section.wrong("when", "is empty: say which jobs the rule is for");
        }
        TargetList list = TargetList.plain(section, "targets", targets);
        if (list.plan().isEmpty()) {
            throw section.error("'targets' is missing or empty: name at least one target");
        }
        return new RouteRule(when, list.plan());
    }

    private static RouteRule.When when(Section section) {
        Map<String, String> metadata = new LinkedHashMap<>();
        section.texts("metadata", metadata::put);
        return new RouteRule.When(
                section.text("type").map(word -> type(section, word)),
                section.section("tokens", RouteRuleSection::over).orElse(OptionalLong.empty()),
                section.flag("images"),
                section.flag("tools"),
                metadata,
                section.text("tenant"));
    }

    private static JobType type(Section section, String word) {
        return JobType.of(word)
                .orElseThrow(() -> section.wrong("type", "'" + word + "' is no type; " + Known.insteadOf(word, TYPES)));
    }

    private static OptionalLong over(Section tokens) {
        return OptionalLong.of(
                tokens.integer("over", 0, Integer.MAX_VALUE).orElseThrow(() -> tokens.error("'over' is missing")));
    }
}
