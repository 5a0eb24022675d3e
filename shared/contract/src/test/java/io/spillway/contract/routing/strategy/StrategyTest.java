package io.spillway.contract.routing.strategy;

import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

class StrategyTest {
    private static final int MANY = 20_000;
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    private static final TargetName A = new TargetName("x/a");
    private static final TargetName B = new TargetName("x/b");
    private static final TargetName C = new TargetName("x/c");
    private static final List<Plan.Choice> ABC = choices(A, B, C);
    private static final Facts NOTHING = facts(new SplittableRandom(1));

    static Stream<Strategy> all() {
        return Stream.of(
                new Strategy.Ordered(),
                new Strategy.RoundRobin(),
                new Strategy.Weighted(Map.of(A, 3, B, 0)),
                new Strategy.Cheapest(),
                new Strategy.Fastest(),
                new Strategy.Adaptive(),
                new Strategy.Canary(B, 30),
                new Strategy.Sticky(new StickyKey.OfTenant()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aPlanIsTheRouteWithOneTargetMovedToTheFront(Strategy strategy) {
        RandomGenerator random = new SplittableRandom(20_261_121);
        for (int i = 0; i < 2_000; i++) {
            // Given
            List<Plan.Choice> choices = someChoices(random);
            Facts facts = someFacts(random, random.nextLong());

            // When
            List<Plan.Choice> ordered = strategy.order(choices, facts);

            // Then
            List<Plan.Choice> rest = new ArrayList<>(choices);
            assertThat(ordered).containsExactlyInAnyOrderElementsOf(choices);
            if (!ordered.isEmpty()) {
                rest.remove(ordered.getFirst());
                assertThat(ordered.subList(1, ordered.size())).isEqualTo(rest);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSameFactsGiveTheSameOrder(Strategy strategy) {
        for (int seed = 0; seed < 200; seed++) {
            // Given
            Facts facts = someFacts(new SplittableRandom(seed), seed);
            Facts again = someFacts(new SplittableRandom(seed), seed);

            // Then
            assertThat(strategy.order(ABC, facts)).isEqualTo(strategy.order(ABC, again));
        }
    }

    @Test
    void orderedLeavesTheOrder() {
        assertThat(new Strategy.Ordered().order(ABC, NOTHING)).isEqualTo(ABC);
    }

    @Test
    void roundRobinTakesTurns() {
        // When
        List<TargetName> leaders = Stream.of(0L, 1L, 2L, 3L, -1L)
                .map(turn -> leader(
                        new Strategy.RoundRobin(),
                        new Facts(Map.of(), Map.of(), turn, Optional.empty(), new SplittableRandom(1))))
                .toList();

        // Then
        assertThat(leaders).containsExactly(A, B, C, A, C);
    }

    @Test
    void weightsAreTheRatioOfTheLeaders() {
        // When
        Map<TargetName, Integer> leaders = leaders(new Strategy.Weighted(Map.of(A, 3, B, 0)), NOTHING);

        // Then
        assertThat(leaders).containsOnlyKeys(A, C);
        assertThat(leaders.get(A)).isCloseTo(MANY * 3 / 4, withinPercentage(3));
    }

    @Test
    void whereNobodyWeighsAnythingTheFirstLeads() {
        assertThat(leader(new Strategy.Weighted(Map.of(A, 0, B, 0, C, 0)), NOTHING))
                .isEqualTo(A);
    }

    @Test
    void theCheapestLeadsAndAnUnknownPriceIsTheDearest() {
        // Given
        Map<TargetName, BigDecimal> costs = Map.of(B, new BigDecimal("0.20"), C, new BigDecimal("0.2"));
        Facts facts = new Facts(costs, Map.of(), 0, Optional.empty(), new SplittableRandom(1));

        // Then
        assertThat(leader(new Strategy.Cheapest(), facts)).isEqualTo(B);
        assertThat(leader(new Strategy.Cheapest(), NOTHING)).isEqualTo(A);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "5", "50", "99", "100"})
    void theCanaryLeadsForItsPercent(int percent) {
        for (TargetName canary : List.of(A, B)) {
            // When
            Map<TargetName, Integer> leaders = leaders(new Strategy.Canary(canary, percent), NOTHING);

            // Then
            int share = leaders.getOrDefault(canary, 0);
            assertThat(Math.abs(share - MANY * percent / 100)).isLessThan(MANY / 100);
            assertThat(leaders.getOrDefault(canary.equals(A) ? B : A, 0)).isEqualTo(MANY - share);
        }
    }

    @Test
    void aCanaryThatIsNotThereLeavesTheOrder() {
        assertThat(leader(new Strategy.Canary(new TargetName("x/d"), 100), NOTHING))
                .isEqualTo(A);
        assertThatThrownBy(() -> new Strategy.Canary(A, 101)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFastestLeadsAndTheUnknownAreMeasured() {
        // Given
        Map<TargetName, TrackRecord> records = Map.of(A, calls(20, 0, 4), B, calls(20, 0, 1));
        Facts facts = new Facts(Map.of(), records, 0, Optional.empty(), new SplittableRandom(1));

        // When
        Map<TargetName, Integer> leaders = leaders(new Strategy.Fastest(), facts);

        // Then
        assertThat(leaders).containsOnlyKeys(B, C);
        assertThat(leaders.get(C)).isCloseTo((int) (MANY * Comparing.MEASURING), withinPercentage(10));
    }

    @Test
    void aTargetThatFailsHalfItsCallsTakesTwiceAsLong() {
        // Given
        Map<TargetName, TrackRecord> records = Map.of(A, calls(10, 10, 2), B, calls(20, 0, 3), C, calls(0, 9, 0));
        Facts facts = new Facts(Map.of(), records, 0, Optional.empty(), new SplittableRandom(1));

        // Then
        assertThat(leader(new Strategy.Fastest(), facts)).isEqualTo(B);
        assertThat(leader(new Strategy.Fastest(), NOTHING)).isEqualTo(A);
    }

    @Test
    void adaptiveGoesToWhatSucceedsAndStillTriesTheOthers() {
        // Given
        Map<TargetName, TrackRecord> records = Map.of(A, calls(5, 15, 1), B, calls(19, 1, 1), C, calls(3, 3, 1));
        Facts facts = new Facts(Map.of(), records, 0, Optional.empty(), new SplittableRandom(1));

        // When
        Map<TargetName, Integer> leaders = leaders(new Strategy.Adaptive(), facts);

        // Then
        assertThat(leaders.get(B)).isGreaterThan(MANY * 7 / 10);
        assertThat(leaders.get(C)).isGreaterThan(leaders.getOrDefault(A, 0)).isPositive();
    }

    @Test
    void adaptiveWithoutKnowledgeIsFair() {
        assertThat(leaders(new Strategy.Adaptive(), NOTHING).values())
                .hasSize(3)
                .allSatisfy(share -> assertThat(share).isCloseTo(MANY / 3, withinPercentage(5)));
    }

    @Test
    void adaptiveLearnsAndUnlearns() {
        // Given: b answers ten times as fast as a until it breaks; c always fails.
        RandomGenerator random = new SplittableRandom(20_261_121);
        Map<TargetName, TrackRecord> records = new HashMap<>();

        // When
        Map<TargetName, Integer> before = played(records, NOW, 2_000, 1, random);
        Map<TargetName, Integer> after = played(records, NOW.plusSeconds(2_000), 2_000, 0, random);

        // Then
        assertThat(before.get(B)).isGreaterThan(1_800);
        assertThat(after.get(A)).isGreaterThan(1_600);
    }

    /** How often each led in {@code jobs} jobs, one a second. */
    private static Map<TargetName, Integer> played(
            Map<TargetName, TrackRecord> records, Instant from, int jobs, double chanceOfB, RandomGenerator random) {
        Map<TargetName, Integer> leaders = new TreeMap<>(Map.of(A, 0, B, 0, C, 0));
        for (int i = 0; i < jobs; i++) {
            Instant now = from.plusSeconds(i);
            Map<TargetName, TrackRecord> current = new HashMap<>();
            records.forEach((target, record) -> current.put(target, record.asOf(now)));
            TargetName leader =
                    leader(new Strategy.Adaptive(), new Facts(Map.of(), current, i, Optional.empty(), random));
            leaders.merge(leader, 1, Integer::sum);
            double chance = leader.equals(A) ? 1 : leader.equals(B) ? chanceOfB : 0;
            TrackRecord record = records.getOrDefault(leader, TrackRecord.NONE);
            records.put(
                    leader,
                    random.nextDouble() < chance
                            ? record.plusCompleted(now, Duration.ofMillis(leader.equals(B) ? 200 : 2_000))
                            : record.plusFailed(now));
        }
        return leaders;
    }

    @Test
    void stickyKeepsAKeyWhateverTheOrder() {
        for (int i = 0; i < 1_000; i++) {
            // Given
            Facts facts = sticky("key-" + i);

            // Then
            Strategy strategy = new Strategy.Sticky(new StickyKey.OfUser());
            assertThat(strategy.order(choices(C, A, B), facts).getFirst())
                    .isEqualTo(strategy.order(ABC, facts).getFirst());
        }
    }

    @Test
    void aTargetThatIsAddedTakesItsShareAndMovesNothingElse() {
        // Given
        Strategy strategy = new Strategy.Sticky(new StickyKey.OfUser());
        int moved = 0;
        for (int i = 0; i < MANY; i++) {
            // When
            Plan.Choice two = strategy.order(choices(A, B), sticky("key-" + i)).getFirst();
            Plan.Choice three = strategy.order(ABC, sticky("key-" + i)).getFirst();

            // Then
            assertThat(three.target()).isIn(two.target(), C);
            moved += three.target().equals(C) ? 1 : 0;
        }
        assertThat(moved).isCloseTo(MANY / 3, withinPercentage(5));
    }

    @Test
    void aKeyStaysWhereItIsInEveryRelease() {
        // Then
        List<TargetName> leaders = Stream.of("alice", "bob", "carol", "dave")
                .map(key -> leader(new Strategy.Sticky(new StickyKey.OfUser()), sticky(key)))
                .toList();
        assertThat(leaders).hasToString("[x/a, x/a, x/c, x/a]");
    }

    @Test
    void withoutAKeyTheOrderStands() {
        assertThat(new Strategy.Sticky(new StickyKey.OfUser()).order(ABC, NOTHING))
                .isEqualTo(ABC);
    }

    private static Map<TargetName, Integer> leaders(Strategy strategy, Facts facts) {
        Map<TargetName, Integer> leaders = new TreeMap<>();
        for (int i = 0; i < MANY; i++) {
            leaders.merge(leader(strategy, facts), 1, Integer::sum);
        }
        return leaders;
    }

    private static TargetName leader(Strategy strategy, Facts facts) {
        return strategy.order(ABC, facts).getFirst().target();
    }

    private static TrackRecord calls(int completed, int failed, double secondsEach) {
        return new TrackRecord(completed, failed, completed * secondsEach, NOW);
    }

    private static Facts sticky(String key) {
        return new Facts(Map.of(), Map.of(), 0, Optional.of(key), new SplittableRandom(1));
    }

    private static Facts facts(RandomGenerator random) {
        return new Facts(Map.of(), Map.of(), 0, Optional.empty(), random);
    }

    private static Facts someFacts(RandomGenerator random, long turn) {
        Map<TargetName, BigDecimal> costs = new HashMap<>();
        Map<TargetName, TrackRecord> records = new HashMap<>();
        for (TargetName target : List.of(A, B, C)) {
            if (random.nextBoolean()) {
                costs.put(target, BigDecimal.valueOf(random.nextInt(3)));
                records.put(target, calls(random.nextInt(9), random.nextInt(9), random.nextDouble()));
            }
        }
        Optional<String> key = random.nextBoolean() ? Optional.of("key-" + random.nextInt()) : Optional.empty();
        return new Facts(costs, records, turn, key, random);
    }

    private static List<Plan.Choice> someChoices(RandomGenerator random) {
        List<TargetName> targets = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            targets.add(new TargetName("x/" + (char) ('a' + i)));
        }
        return choices(targets.toArray(TargetName[]::new));
    }

    private static List<Plan.Choice> choices(TargetName... targets) {
        return Stream.of(targets)
                .map(target -> new Plan.Choice(target, Plan.Choice.DEFAULT_PATIENCE))
                .toList();
    }
}
