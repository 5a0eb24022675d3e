package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Job;
import io.spillway.contract.wire.LogEntry;
import io.spillway.scheduling.Admitted;
import io.spillway.scheduling.Ending;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.Swept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Accepts jobs, sweeps, and may die between any two steps of either. */
final class SimulatedGateway extends Member {
    private final Twin twin;
    private final Logs logs;
    private final List<Job> unrevealed = new ArrayList<>();
    private final List<LogEntry> unwritten = new ArrayList<>();

    SimulatedGateway(String name, Scheduler door, Twin twin, Logs logs) {
        super(name, door, settling(twin, door, logs));
        this.twin = twin;
        this.logs = logs;
    }

    /**
     * Lets a job in.
     *
     * @param steps how far it gets of: write to the log, reveal
     */
    Admitted submit(Job job, int steps) {
        Admitted answer = twin.admit(door, job);
        Optional<Job> accepted = switch (answer) {
            case Admitted.Accepted _ -> Optional.of(job);
            case Admitted.Pending pending -> Optional.of(DrawnJobs.as(job, pending.job()));
            case Admitted.Existing _,
                    Admitted.Forgotten _,
                    Admitted.Conflict _,
                    Admitted.Full _,
                    Admitted.OverQuota _,
                    Admitted.Resting _ -> Optional.empty();
        };
        accepted.filter(_ -> steps > 0).ifPresent(written -> {
            logs.append(written);
            if (steps > 1) {
                twin.reveal(door, written);
            } else {
                unrevealed.add(written);
            }
        });
        return answer;
    }

    void revealLate() {
        unrevealed.forEach(job -> twin.reveal(door, job));
        unrevealed.clear();
    }

    /** Sweeps; the ends it is given are written by {@link #write}, if it lives so long. */
    List<Ending> sweep(Instant now) {
        Swept swept = twin.sweep(door, name, this::ends);
        unwritten.addAll(swept.lost());
        swept.endings()
                .forEach(ending -> unwritten.add(new LogEntry.JobEnded(
                        ending.job(),
                        ending.tenant(),
                        ending.status(),
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ending.resultTtl())));
        return swept.endings();
    }

    private Map<Integer, Long> ends(Set<Integer> partitions) {
        Map<Integer, Long> ends = new TreeMap<>();
        partitions.forEach(
                partition -> ends.put(partition, logs.outcomes.get(partition).end()));
        return ends;
    }

    void write() {
        unwritten.forEach(logs::append);
        unwritten.clear();
    }

    void die() {
        unrevealed.clear();
        unwritten.clear();
    }
}
