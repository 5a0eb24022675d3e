package io.spillway.scheduling.simulation;

import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Offer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What a world is made of.
 *
 * @param forgetful whether its Redis loses things
 * @param targets every target with its keys and limits
 * @param plans the plans its jobs come with
 * @param crews for each worker the targets it serves
 * @param quotas what its jobs take of quotas
 */
record Shape(
        boolean forgetful,
        int partitions,
        int steps,
        List<String> tenants,
        List<Offer> targets,
        List<Plan> plans,
        List<List<Offer>> crews,
        DrawnQuotas quotas) {

    static Shape draw(RandomGenerator random) {
        List<Offer> cloud = List.of(target("cloud/a", random), target("cloud/b", random));
        List<Offer> local = List.of(
                new Offer(new TargetName("gguf/x"), 1, 1, 0, limits(random), true),
                new Offer(new TargetName("other/y"), 1, 1, 0, limits(random), true));
        List<Offer> all = new ArrayList<>(cloud);
        all.addAll(local.subList(0, 1 + random.nextInt(2)));
        List<Plan> plans = IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(_ -> plan(all, random))
                .toList();
        List<String> tenants = List.of("acme", "bolt", "coda").subList(0, 1 + random.nextInt(3));
        return new Shape(
                random.nextInt(10) < 4,
                1 + random.nextInt(3),
                30 + random.nextInt(50),
                tenants,
                List.copyOf(all),
                plans,
                List.of(cloud, all.subList(2, all.size()), random.nextBoolean() ? cloud : List.copyOf(all)),
                DrawnQuotas.draw(tenants, random));
    }

    private static Offer target(String name, RandomGenerator random) {
        int keys = 1 + random.nextInt(3);
        int primary = 1 + random.nextInt(keys);
        return new Offer(new TargetName(name), keys, primary, 0, limits(random));
    }

    private static Limits limits(RandomGenerator random) {
        return new Limits(maybe(random, 3), maybe(random, 4), OptionalInt.empty());
    }

    private static OptionalInt maybe(RandomGenerator random, int most) {
        return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(most));
    }

    private static Plan plan(List<Offer> all, RandomGenerator random) {
        List<Offer> left = new ArrayList<>(all);
        List<Plan.Choice> choices = new ArrayList<>();
        int length = 1 + random.nextInt(Math.min(3, all.size()));
        for (int i = 0; i < length; i++) {
            Offer offer = left.remove(random.nextInt(left.size()));
            choices.add(new Plan.Choice(
                    offer.target(), Duration.ofMillis(List.of(0, 500, 2000).get(random.nextInt(3)))));
        }
        return new Plan(choices);
    }
}
