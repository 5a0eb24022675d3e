package io.spillway.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Every rule holds for all that is delivered, and finds the violation that is planted for it. */
class ArchitectureTest {
    private static final JavaClasses DELIVERED = Repository.classes();
    private static final JavaClasses PLANTED = Repository.planted();

    static Stream<ArchRule> rules() {
        return rows("io.spillway").map(row -> (ArchRule) row.get()[0]);
    }

    static Stream<Arguments> violations() {
        return rows("io.spillway.planted");
    }

    /** Each rule, and the planted class that breaks it. */
    private static Stream<Arguments> rows(String root) {
        Rooms rooms = new Rooms(root);
        Habits habits = new Habits(root);
        return Stream.concat(
                Rooms.ALL.stream().map(room -> arguments(rooms.seesOnlyWhatItMay(room), room + ".SeesTooMuch")),
                Stream.of(
                        arguments(rooms.everyClassIsInARoom(), "attic.BelongsNowhere"),
                        arguments(rooms.kafkaIsBehindTheLog(), "scheduling.SeesKafka"),
                        arguments(rooms.redisIsBehindTheScheduler(), "log.SeesRedis"),
                        arguments(rooms.sharedIsPlainJava(), "worker.SeesQuarkus"),
                        arguments(rooms.nativeCodeRunsInEnginesOnly(), "gguf.SeesNativeCode"),
                        arguments(habits.packagesAreNamedAfterStages(), "gateway.service.Layered"),
                        arguments(habits.classesAreNamedForTheirChore(), "gateway.JobManager"),
                        arguments(habits.packagesAreNullMarked(), "attic.BelongsNowhere"),
                        arguments(habits.nobodySpeaksOnStandardStreams(), "gateway.Speaks"),
                        arguments(habits.timeIsJavaTime(), "gateway.UsesDate"),
                        arguments(habits.noRequestSleeps(), "gateway.Sleeps"),
                        arguments(habits.nothingIsInjectedIntoFields(), "gateway.InjectsFields")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void whatIsDeliveredKeepsTheRules(ArchRule rule) {
        rule.check(DELIVERED);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("violations")
    void aPlantedViolationIsFound(ArchRule rule, String culprit) {
        // When
        EvaluationResult result = rule.evaluate(PLANTED);

        // Then
        assertThat(result.hasViolation()).isTrue();
        assertThat(result.getFailureReport().getDetails())
                .anySatisfy(detail -> assertThat(detail).contains("io.spillway.planted." + culprit));
    }

    @Test
    void theRulesSeeEveryModule() {
        for (Path module : Repository.modules()) {
            assertThat(DELIVERED.stream()
                            .map(type -> type.getSource().orElseThrow().getUri().getPath())
                            .filter(path -> path.startsWith(module.resolve("target/classes") + "/")))
                    .as("%s", module)
                    .isNotEmpty();
        }
    }
}
