package io.spillway.contract.routing;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where a tenant's jobs may be run, by the regions that targets are configured to be in. */
public sealed interface Residency {
    /** Wherever there is a target. */
    record Anywhere() implements Residency {}

    /** In this region first, elsewhere if need be. */
    record Preferred(String region) implements Residency {}

    /** In this region and nowhere else; a target that does not say where it is, is elsewhere. */
    record Required(String region) implements Residency {}

    /** Wherever there is a target. */
    Residency ANYWHERE = new Anywhere();

    /**
     * The choices in groups of falling preference, each in the order given; a strategy orders each for itself. Empty if
     * none is where it has to be.
     */
    default List<List<Plan.Choice>> groups(List<Plan.Choice> choices, Function<TargetName, Optional<String>> regionOf) {
        return switch (this) {
            case Anywhere _ -> some(choices, _ -> true).toList();
            case Preferred(String region) ->
                Stream.concat(
                                some(choices, in(region, regionOf)),
                                some(choices, in(region, regionOf).negate()))
                        .toList();
            case Required(String region) -> some(choices, in(region, regionOf)).toList();
        };
    }

    private static Predicate<Plan.Choice> in(String region, Function<TargetName, Optional<String>> regionOf) {
        return choice -> regionOf.apply(choice.target()).equals(Optional.of(region));
    }

    private static Stream<List<Plan.Choice>> some(List<Plan.Choice> choices, Predicate<Plan.Choice> wanted) {
        return Stream.of(choices.stream().filter(wanted).toList()).filter(group -> !group.isEmpty());
    }
}
