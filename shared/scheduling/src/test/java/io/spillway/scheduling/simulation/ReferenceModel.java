package io.spillway.scheduling.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.Reservation;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.wire.LogEntry;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Held;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.Spill;
import io.spillway.scheduling.simulation.ModelJob.State;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the scheduler should do, written down as plainly as possible: no index, no key, no offset trick. It knows no
 * loss; worlds in which Redis forgets are checked by their invariants alone.
 */
final class ReferenceModel {
    final ModelRoom room = new ModelRoom();
    final ModelBenches benches = new ModelBenches();
    final TreeMap<String, Long> offsets = new TreeMap<>();
    private final ModelDoor door = new ModelDoor();
    private boolean waited;

    /** Whether a job has ever stood in a queue. */
    boolean everWaited() {
        return waited;
    }

    // The door -----------------------------------------------------------------------------------------------------

    ModelDoor.Answer admit(Job job, long now) {
        ModelDoor.Answer answer = door.admit(job);
        if (answer.word().equals("Accepted")) {
            ModelJob known = new ModelJob(job.id().value(), job.tenant().value(), ModelDoor.key(job));
            room.jobs.put(known.id, known);
            room.quotas.admitted(known, job, now);
        }
        boolean forgotten = answer.word().equals("Existing") && room.jobs.get(answer.job()).deleted;
        return forgotten ? new ModelDoor.Answer("Forgotten", answer.job()) : answer;
    }

    void reveal(Job job) {
        ModelJob known = room.jobs.get(job.id().value());
        if (known == null) {
            return;
        }
        door.acknowledge(known.key);
        if (known.state == State.HIDDEN) {
            known.state = State.ACCEPTED;
            room.due.put(known.id, job.deadlines().due().toEpochMilli());
        }
    }

    // The log ------------------------------------------------------------------------------------------------------

    /** Whether the record at {@code offset} is the next one of its partition; if so it counts as applied. */
    private boolean next(String lane, long offset) {
        boolean next = offsets.getOrDefault(lane, 0L) == offset;
        if (next) {
            offsets.put(lane, offset + 1);
        }
        return next;
    }

    void schedule(int partition, long offset, Job job, long now) {
        if (!next("jobs:" + partition, offset)) {
            return;
        }
        ModelJob known = room.jobs.computeIfAbsent(
                job.id().value(), id -> new ModelJob(id, job.tenant().value(), ModelDoor.key(job)));
        if (known.state == State.QUEUED || known.state == State.DELAYED) {
            return;
        }
        door.read(job);
        known.partition = partition;
        known.priority = known.reprioritised ? known.priority : job.priority();
        known.weight = job.weight();
        known.accepted = job.acceptedAt().toEpochMilli();
        known.end = job.deadlines().endBy().toEpochMilli();
        // Once it has started, only the end of its time counts.
        known.due = known.started ? known.end : job.deadlines().due().toEpochMilli();
        if (!known.scheduled) {
            room.quotas.read(known, job);
        }
        known.scheduled = true;
        // The model looks at the words, the scheduler at hashes of them.
        JsonNode messages = job.request().path("messages");
        known.turns = known.tenant + messages;
        known.continued = messages.size() < 3 ? "" : known.tenant + "[" + messages.path(0) + "]";
        if (known.state != State.ENDED) {
            room.due.put(known.id, known.cancelled ? 0 : known.due);
        }
        if (known.state == State.HIDDEN || known.state == State.ACCEPTED || known.state == State.UNSEEN) {
            waited = true;
            room.enqueue(known, job.plan().key(), now);
        } else if (known.held() && known.plan.isEmpty()) {
            known.plan = job.plan().key();
        }
    }

    void settle(int partition, long offset, LogEntry entry, long now) {
        if (!next("outcomes:" + partition, offset)) {
            return;
        }
        ModelJob job = room.jobs.get(entry.job().value());
        job.deleted |= entry instanceof LogEntry.Deleted;
        if (job.state == State.ENDED) {
            return;
        }
        if (job.state == State.HIDDEN) {
            job.state = State.UNSEEN;
        }
        switch (entry) {
            case LogEntry.AttemptEnded ended -> {
                room.quotas.attempted(job, ended.attempt());
                if (ended.attempt().number() > job.attempts) {
                    record(job, ended.attempt());
                    if (job.state == State.QUEUED || job.state == State.DELAYED) {
                        if (!job.plan.equals(ended.left().key())) {
                            room.dequeue(job);
                            room.enqueue(job, ended.left().key(), now);
                        }
                    }
                    job.plan = ended.left().key();
                }
            }
            case LogEntry.JobEnded ended -> end(job, ended, now);
            case LogEntry.Reprioritised changed -> {
                job.priority = changed.priority();
                job.reprioritised = true;
            }
            // Comes only after an end, and changes nothing of what the scheduler does.
            case LogEntry.Told _ -> {}
            case LogEntry.CancelRequested _, LogEntry.Deleted _ -> {
                job.cancelled = true;
                if (job.state != State.LEASED) {
                    room.due.put(job.id, 0L);
                }
            }
        }
    }

    private void end(ModelJob job, LogEntry.JobEnded ended, long now) {
        room.dequeue(job);
        boolean itsOwn = ended.attempt().isPresent() && ended.attempt().get().fence() == job.fence;
        if (job.held()) {
            room.release(job);
        }
        room.due.remove(job.id);
        job.state = State.ENDED;
        job.status = ended.status().word();
        if (ended.status() == JobStatus.COMPLETED && itsOwn && !job.target.isEmpty()) {
            benches.prove(job.target, job.lane, job.epoch, now);
        }
        room.forgetHolder(job);
        job.plan = "";
        job.cancelled = false;
        job.barrier = -1;
        ended.attempt().ifPresent(attempt -> room.quotas.attempted(job, attempt));
        room.quotas.ended(job);
    }

    private static void record(ModelJob job, Attempt attempt) {
        job.attempts = attempt.number();
        job.recorded.add(attempt.fence());
    }

    // Workers ------------------------------------------------------------------------------------------------------

    List<ModelTake.Given> take(String worker, int most, List<Offer> offers, long now, long lease) {
        return new ModelTake(room, benches, worker, now).take(most, offers, now + lease);
    }

    /** The real fence of a grant that agreed with the model's. */
    void fenced(Grant grant) {
        ModelJob job = room.jobs.get(grant.job().id().value());
        job.fence = grant.lease().fence();
        job.bookedBy = job.bookedBy == ModelJob.UNKNOWN_FENCE ? job.fence : job.bookedBy;
    }

    /** Leases lost, and leases of jobs to be stopped, in words. */
    record Renewal(Set<String> lost, Set<String> cancelled) {
        static String word(Held lease) {
            return lease.job() + ":" + lease.fence();
        }
    }

    Renewal renew(Collection<Grant> grants, long now, long lease) {
        Renewal renewal = new Renewal(new TreeSet<>(), new TreeSet<>());
        for (Grant grant : grants) {
            ModelJob job = room.jobs.get(grant.job().id().value());
            if (job.held() && job.fence == grant.lease().fence()) {
                room.leases.merge(job.id, now + lease, Math::max);
                room.running(grant.target().value(), grant.key()).merge(job.id, now + lease, Math::max);
                job.barrier = -1;
                if (job.cancelled) {
                    renewal.cancelled().add(Renewal.word(grant.lease()));
                }
            } else {
                renewal.lost().add(Renewal.word(grant.lease()));
            }
        }
        return renewal;
    }

    boolean spill(Held held, Optional<Attempt> attempt, Spill spill, long now) {
        ModelJob job = room.jobs.get(held.job().value());
        spill.bench()
                .ifPresent(bench -> benches.bench(
                        scope(bench),
                        bench.key(),
                        bench.kind().word(),
                        bench.time().map(java.time.Duration::toMillis).orElse(0L),
                        bench.time().isEmpty(),
                        job.epoch,
                        room.running(scope(bench), bench.key()).size(),
                        now));
        if (job.state != State.LEASED || job.fence != held.fence()) {
            return false;
        }
        room.release(job);
        room.forgetHolder(job);
        job.barrier = -1;
        if (attempt.isEmpty()
                && job.attempts == 0
                && job.reservation.filter(Reservation::waits).isPresent()) {
            room.quotas.unbook(job);
        }
        attempt.filter(ended -> ended.number() > job.attempts).ifPresent(ended -> record(job, ended));
        job.stands = "";
        room.quotas.letOn(job);
        room.due.put(job.id, job.cancelled ? 0 : job.due);
        if (spill.delay().isPositive()) {
            room.delay(job, spill.left().key(), now + spill.delay().toMillis(), now);
        } else {
            room.enqueue(job, spill.left().key(), now);
        }
        return true;
    }

    private static String scope(Spill.Bench bench) {
        return switch (bench.kind()) {
            case AUTH, BILLING -> bench.target().provider();
            case RATE_LIMITED, QUOTA_EXHAUSTED, OVERLOADED, UNHEALTHY, OPERATOR ->
                bench.target().value();
        };
    }

    boolean ending(Held held) {
        ModelJob job = room.jobs.get(held.job().value());
        if (job.held() && job.fence == held.fence()) {
            job.state = State.ENDING;
            job.stands = "";
            room.quotas.letOn(job);
            return true;
        }
        return false;
    }

    List<ModelSweep.End> sweep(String process, long now, Map<Integer, Long> logEnds) {
        return new ModelSweep(this, now).sweep(process, logEnds);
    }
}
