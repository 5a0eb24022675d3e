package io.spillway.scheduling.simulation;

import io.spillway.scheduling.simulation.ModelJob.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One sweep, decided by looking at everything. */
final class ModelSweep {
    private static final long ENDING_MS = 10_000;
    private static final long RECHECK_MS = 5_000;
    private static final int LAPSES_CAP = 10;

    /** An end that somebody is to write. */
    record End(String job, String status, String reason) {}

    private final ReferenceModel model;
    private final ModelRoom room;
    private final long now;
    private final List<End> ends = new ArrayList<>();
    private String process = "";

    ModelSweep(ReferenceModel model, long now) {
        this.model = model;
        this.room = model.room;
        this.now = now;
    }

    /** The log's ends are asked for after the first look, as the real one does. */
    List<End> sweep(String name, Map<Integer, Long> logEnds) {
        process = name;
        room.quotas.giveUp(now);
        due();
        boolean wanted = lapsed(Map.of());
        if (wanted) {
            due();
            lapsed(logEnds);
        }
        return ends;
    }

    private void due() {
        for (String id : List.copyOf(room.due.keySet())) {
            ModelJob job = room.jobs.get(id);
            if (room.due.get(id) > now) {
                continue;
            }
            room.due.remove(id);
            if (job.held()) {
                room.due.put(id, now + RECHECK_MS);
            } else if (job.state == State.QUEUED || job.state == State.DELAYED || job.state == State.ACCEPTED) {
                room.dequeue(job);
                end(job, job.cancelled ? "cancelled" : "expired", "due");
            }
        }
    }

    /** Whether the end of some partition's log must be known to go on. */
    private boolean lapsed(Map<Integer, Long> logEnds) {
        boolean wanted = false;
        for (String id : List.copyOf(room.leases.keySet())) {
            ModelJob job = room.jobs.get(id);
            if (room.leases.get(id) > now) {
                continue;
            }
            if (job.partition < 0) {
                room.lease(job, now + RECHECK_MS);
                continue;
            }
            if (job.barrier < 0 && logEnds.containsKey(job.partition)) {
                job.barrier = logEnds.get(job.partition);
            }
            if (job.barrier < 0) {
                wanted = true;
            } else if (model.offsets.getOrDefault("outcomes:" + job.partition, 0L) >= job.barrier) {
                lapse(job);
            }
        }
        return wanted;
    }

    private void lapse(ModelJob job) {
        room.release(job);
        job.stands = "";
        room.quotas.letOn(job);
        if (job.state == State.ENDING) {
            room.forgetHolder(job);
            String status = job.cancelled ? "cancelled" : job.due <= now ? "expired" : "failed";
            end(job, status, status.equals("failed") ? "lost" : "due");
            return;
        }
        if (!job.recorded.contains(job.fence)) {
            job.attempts++;
            job.recorded.add(job.fence);
        }
        job.lapses++;
        room.forgetHolder(job);
        job.barrier = -1;
        if (job.cancelled) {
            end(job, "cancelled", "due");
        } else if (job.due <= now) {
            end(job, "expired", "due");
        } else if (job.lapses >= LAPSES_CAP) {
            end(job, "failed", "lost");
        } else {
            room.enqueue(job, job.plan, now);
        }
    }

    private void end(ModelJob job, String status, String reason) {
        job.state = State.ENDING;
        job.stands = "";
        job.fence = ModelJob.UNKNOWN_FENCE;
        job.worker = process;
        job.barrier = -1;
        room.lease(job, now + ENDING_MS);
        ends.add(new End(job.id, status, reason));
    }
}
