package io.spillway.scheduling.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lives one world from its seed to its quiet end, checking after every step. */
final class Simulation {
    /** A world in which something did not hold. */
    record Failure(long seed, String what, List<String> trace) {
        @Override
        public String toString() {
            return "seed " + seed + " (replay: -Dsimulation.seed=" + seed + ")\n    " + String.join("\n    ", trace)
                    + "\n  " + what;
        }
    }

    private final World world;
    private final Mishaps mishaps;
    private final Consistency consistency;

    private Simulation(World world) {
        this.world = world;
        this.mishaps = new Mishaps(world);
        this.consistency = new Consistency(world.logs);
    }

    static Optional<Failure> run(long seed, SimulatedRedis redis) {
        World world = new World(seed, redis);
        try {
            new Simulation(world).live();
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            String what = e instanceof AssertionError ? e.getMessage() : trace(e);
            return Optional.of(new Failure(seed, String.valueOf(what), world.trace));
        }
    }

    private static String trace(Throwable e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    private void live() {
        for (int step = 0; step < world.shape.steps(); step++) {
            long before = world.touched();
            step();
            if (world.touched() != before) {
                check();
            }
        }
        new Quiet(world, this::check).settle();
        consistency.atTheEnd(world.redis.look());
        world.journal.checkBill();
    }

    private void step() {
        int drawn = world.random.nextInt(1_000);
        if (drawn < 170) {
            world.submit();
        } else if (drawn < 180) {
            world.appendAgain();
        } else if (drawn < 320) {
            world.readJobs();
        } else if (drawn < 440) {
            world.readOutcomes();
        } else if (drawn < 590) {
            world.take();
        } else if (drawn < 710) {
            world.finish();
        } else if (drawn < 750) {
            world.report();
        } else if (drawn < 800) {
            world.renew();
        } else if (drawn < 850) {
            world.sweep();
        } else if (drawn < 862) {
            world.write();
        } else if (drawn < 870) {
            world.reprioritise();
        } else if (drawn < 885) {
            world.cancel();
        } else if (drawn < 887) {
            world.delete();
        } else if (drawn < 895) {
            mishaps.crashWorker();
        } else if (drawn < 900) {
            mishaps.crashGateway();
        } else if (drawn < 912) {
            mishaps.holdUp();
        } else if (drawn < 922) {
            mishaps.lapse();
        } else if (drawn < 937) {
            mishaps.fallSick();
        } else if (drawn < 970) {
            world.pass(time());
        } else if (world.shape.forgetful()) {
            mishaps.forget();
        } else {
            world.pass(time());
        }
    }

    /** Mostly a moment, sometimes longer than a lease, now and then a step back. */
    private Duration time() {
        return switch (world.random.nextInt(10)) {
            case 0, 1, 2, 3, 4 -> Duration.ofMillis(world.random.nextInt(800));
            case 5, 6 -> Duration.ofMillis(world.random.nextInt(6_000));
            case 7 -> Duration.ofSeconds(15 + world.random.nextInt(10));
            case 8 -> Duration.ofSeconds(world.random.nextInt(120));
            default -> Duration.ofMillis(-world.random.nextInt(300));
        };
    }

    private void check() {
        Snapshot seen = world.redis.look();
        world.model.ifPresent(model -> {
            List<String> differences =
                    Expectation.differences(model, seen, world.now().toEpochMilli());
            Journal.require(
                    differences.isEmpty(), "Redis is not as the model:\n    " + String.join("\n    ", differences));
        });
        consistency.check(seen);
    }
}
