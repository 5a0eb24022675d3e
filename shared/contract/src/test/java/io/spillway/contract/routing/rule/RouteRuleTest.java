package io.spillway.contract.routing.rule;

import io.spillway.contract.job.JobType;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.strategy.StickyKey;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class RouteRuleTest {
    private static final JobTraits JOB = new JobTraits(
            JobType.CHAT, TenantId.DEFAULT, 1_000, true, false, Map.of("plan", "free", "k", "v"), Optional.of("alice"));

    static Stream<Arguments> conditions() {
        return Stream.of(
                arguments(when(Optional.of(JobType.CHAT), OptionalLong.empty()), true),
                arguments(when(Optional.of(JobType.IMAGE), OptionalLong.empty()), false),
                arguments(when(Optional.empty(), OptionalLong.of(999)), true),
                arguments(when(Optional.empty(), OptionalLong.of(1_000)), false),
                arguments(when(Optional.of(JobType.CHAT), OptionalLong.of(1_000)), false),
                arguments(carrying(Optional.of(true), Optional.empty()), true),
                arguments(carrying(Optional.of(false), Optional.empty()), false),
                arguments(carrying(Optional.empty(), Optional.of(true)), false),
                arguments(carrying(Optional.of(true), Optional.of(false)), true),
                arguments(of(Map.of("plan", "free"), Optional.empty()), true),
                arguments(of(Map.of("plan", "free", "k", "w"), Optional.empty()), false),
                arguments(of(Map.of("other", "free"), Optional.empty()), false),
                arguments(of(Map.of(), Optional.of("default")), true),
                arguments(of(Map.of(), Optional.of("somebody")), false));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void everythingItSaysMustBeTrue(RouteRule.When when, boolean matches) {
        assertThat(when.matches(JOB)).isEqualTo(matches);
        assertThat(when.isEmpty()).isFalse();
    }

    @Test
    void aJobIsKeptTogetherByWhatItHas() {
        assertThat(JOB.sticky(new StickyKey.OfTenant())).contains("default");
        assertThat(JOB.sticky(new StickyKey.OfUser())).contains("alice");
        assertThat(JOB.sticky(new StickyKey.OfMetadata("k"))).contains("v");
        assertThat(JOB.sticky(new StickyKey.OfMetadata("none"))).isEmpty();
    }

    private static RouteRule.When when(Optional<JobType> type, OptionalLong over) {
        return new RouteRule.When(type, over, Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
    }

    private static RouteRule.When carrying(Optional<Boolean> images, Optional<Boolean> tools) {
        return new RouteRule.When(Optional.empty(), OptionalLong.empty(), images, tools, Map.of(), Optional.empty());
    }

    private static RouteRule.When of(Map<String, String> metadata, Optional<String> tenant) {
        return new RouteRule.When(
                Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty(), metadata, tenant);
    }
}
