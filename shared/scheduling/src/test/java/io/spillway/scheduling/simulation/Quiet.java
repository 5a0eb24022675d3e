package io.spillway.scheduling.simulation;

import io.spillway.scheduling.simulation.SimulatedWorker.Call;
import java.time.Duration;
import java.util.List;

/** A fair and quiet time, after which every job must have ended. */
final class Quiet {
    private static final int ROUNDS = 200;
    /** So that every process has noticed a loss that came last. */
    private static final int LEAST_ROUNDS = 2;

    private static final int TURNS = 100;
    private static final int BATCH = 100;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final World world;
    private final Runnable check;

    Quiet(World world, Runnable check) {
        this.world = world;
        this.check = check;
    }

    void settle() {
        world.trace.add("quiet");
        world.workers.forEach(worker -> worker.heldUp = false);
        Duration step = Duration.ofSeconds(1);
        for (int round = 0; round < ROUNDS && (round < LEAST_ROUNDS || !isOver()); round++) {
            int calls = round();
            check.run();
            step = calls > 0 ? Duration.ofSeconds(1) : shorter(step.multipliedBy(2));
            world.pass(step);
        }
        Journal.require(isOver(), "not all jobs have ended after a quiet time");
        world.write();
        read();
        check.run();
    }

    private static Duration shorter(Duration step) {
        return step.compareTo(LONGEST) < 0 ? step : LONGEST;
    }

    private boolean isOver() {
        return world.logs
                        .accepted()
                        .allMatch(job -> world.logs.ends.containsKey(job.id().value()))
                && world.workers.stream().allMatch(worker -> worker.calls.isEmpty())
                && world.members().stream()
                        .flatMap(member -> member.owners.stream())
                        .noneMatch(Owner::isRecovering);
    }

    /** Everybody does everything once; answers how many calls were made. */
    private int round() {
        world.write();
        read();
        world.workers.forEach(worker -> worker.renew(false));
        world.gateways.forEach(gateway -> {
            gateway.sweep(world.now());
            gateway.write();
        });
        read();
        int calls = 0;
        for (SimulatedWorker worker : world.workers) {
            worker.take(true);
            for (Call call : List.copyOf(worker.calls)) {
                calls++;
                if (call.isRunning()) {
                    worker.finish(call, 0, Duration.ZERO);
                }
                worker.finishReport(call);
            }
        }
        return calls;
    }

    private void read() {
        List<Owner<?>> owners = world.members().stream()
                .<Owner<?>>flatMap(member -> member.owners.stream())
                .toList();
        for (int turn = 0; turn < TURNS; turn++) {
            owners.forEach(owner -> owner.turn(BATCH, false));
            if (owners.stream().allMatch(Owner::isCaughtUp)) {
                return;
            }
        }
        throw new AssertionError("the logs cannot be read to their end");
    }
}
