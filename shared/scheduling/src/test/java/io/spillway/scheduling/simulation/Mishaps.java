package io.spillway.scheduling.simulation;

import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.simulation.SimulatedWorker.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What goes wrong in a world. */
final class Mishaps {
    private final World world;
    private Optional<Map<byte[], byte[]>> dump = Optional.empty();

    Mishaps(World world) {
        this.world = world;
    }

    void crashWorker() {
        int which = world.random.nextInt(world.workers.size());
        world.workers.set(which, world.worker(world.workers.get(which).crew));
        world.say("worker " + which + " crashes, after it comes " + world.workers.get(which).name);
    }

    void crashGateway() {
        int which = world.random.nextInt(world.gateways.size());
        world.gateways.set(which, world.gateway());
        world.say("gateway " + which + " crashes, after it comes " + world.gateways.get(which).name);
    }

    void holdUp() {
        SimulatedWorker worker = world.any(world.workers);
        worker.heldUp = !worker.heldUp;
        world.say(worker.name + (worker.heldUp ? " is held up" : " goes on"));
    }

    void fallSick() {
        if (world.sick.isPresent() && world.chance(50)) {
            relapse(world.sick.get());
            return;
        }
        world.sick = world.chance(30)
                ? Optional.empty()
                : Optional.of(world.any(world.shape.targets()).target());
        world.say("sick is " + world.sick.map(TargetName::value).orElse("nobody"));
    }

    /** Long enough after it was benched for it to be tried, and to fail, again. */
    private void relapse(TargetName target) {
        world.pass(Duration.ofSeconds(31 + world.random.nextInt(60)));
        for (SimulatedWorker worker :
                world.workers.stream().filter(w -> !w.heldUp).toList()) {
            worker.take(true);
            for (Call call : List.copyOf(worker.calls)) {
                if (call.isRunning() && call.grant.target().equals(target)) {
                    world.say(worker.name + " fails again with " + World.told(call.grant));
                    worker.finish(call, SimulatedWorker.OVERLOADED, Duration.ZERO);
                    worker.finishReport(call);
                }
            }
        }
    }

    /** Nobody renews for longer than a lease, and somebody sees it: what runs now will report too late. */
    void lapse() {
        world.say("every lease lapses");
        world.pass(Twin.LEASE.plusSeconds(1));
        world.gateways.getFirst().owners.forEach(owner -> owner.turn(20, false));
        world.gateways.getFirst().sweep(world.now());
        world.gateways.getFirst().write();
        world.take();
        world.take();
    }

    void forget() {
        switch (world.random.nextInt(5)) {
            case 0 -> {
                world.say("FLUSHALL");
                world.redis.flush();
                world.journal.lost();
            }
            case 1, 2 ->
                dump.ifPresent(old -> {
                    world.say("rolled back");
                    world.redis.restore(old);
                    world.journal.lost();
                });
            default -> {
                world.say("kept");
                dump = Optional.of(world.redis.dump());
            }
        }
    }
}
