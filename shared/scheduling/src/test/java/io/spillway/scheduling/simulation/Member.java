package io.spillway.scheduling.simulation;

import io.spillway.contract.wire.LogView;
import io.spillway.scheduling.Scheduler;
import java.util.List;

/** A process of the world: its door to the scheduler, and the partitions it may be given. */
abstract class Member {
    final String name;
    final Scheduler door;
    final List<? extends Owner<?>> owners;

    /** Reads {@code spillway.jobs}, as workers do. */
    static List<Owner<?>> intake(Twin twin, Scheduler door, Logs logs) {
        LogView view = door.jobsView(_ -> {});
        return logs.jobs.stream()
                .<Owner<?>>map(lane -> new Owner<>(twin, view, lane, twin::applyJobs))
                .toList();
    }

    /** Reads {@code spillway.outcomes}, as gateways do. */
    static List<Owner<?>> settling(Twin twin, Scheduler door, Logs logs) {
        LogView view = door.outcomesView(_ -> {});
        return logs.outcomes.stream()
                .<Owner<?>>map(lane -> new Owner<>(twin, view, lane, twin::applyOutcomes))
                .toList();
    }

    Member(String name, Scheduler door, List<? extends Owner<?>> owners) {
        this.name = name;
        this.door = door;
        this.owners = owners;
    }
}
