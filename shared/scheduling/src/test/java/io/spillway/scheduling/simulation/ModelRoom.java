package io.spillway.scheduling.simulation;

import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.simulation.ModelJob.State;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where jobs wait in the model: nothing is indexed, everything is looked for. */
final class ModelRoom {
    static final int STEP_TAG = 10;
    private static final int USUAL = 5;

    final TreeMap<String, ModelJob> jobs = new TreeMap<>();
    final TreeMap<String, Double> tags = new TreeMap<>();
    final TreeMap<String, Long> delayed = new TreeMap<>();
    final TreeMap<String, Long> due = new TreeMap<>();
    final TreeMap<String, Long> leases = new TreeMap<>();
    /** Target and key, to the jobs that hold a permit of it. */
    final TreeMap<String, TreeMap<String, Long>> running = new TreeMap<>();
    /** Target and key, to when calls of it began. */
    final TreeMap<String, TreeMap<String, Long>> calls = new TreeMap<>();

    /** Plans all of whose targets were found benched. */
    final TreeMap<String, String> closed = new TreeMap<>();

    /** Target and turns, to the worker that has them in memory, and until when. */
    final TreeMap<String, Keeper> keepers = new TreeMap<>();

    record Keeper(String worker, long until) {}

    final ModelQuotas quotas = new ModelQuotas(this);

    double virtualTime;

    /** A tenant's turn in a plan. */
    record Turn(String tenant, double score, ModelJob first) {}

    Stream<ModelJob> waiting() {
        return jobs.values().stream().filter(job -> job.inQueue);
    }

    /** Those whose turn may come: no quota holds them. */
    Stream<ModelJob> standing() {
        return waiting().filter(job -> !quotas.holds(job));
    }

    void enqueue(ModelJob job, String plan, long now) {
        returning(job.tenant, () -> {
            job.state = State.QUEUED;
            job.inQueue = true;
            job.plan = plan;
            job.entered = now;
        });
        job.stands = job.reservation.isPresent() ? "queued" : "";
    }

    /** Does something after which a tenant may have its turn: whoever had none until then is owed nothing for it. */
    void returning(String tenant, Runnable change) {
        boolean away = standing().noneMatch(other -> other.tenant.equals(tenant));
        change.run();
        if (away && standing().anyMatch(other -> other.tenant.equals(tenant))) {
            double tag = tags.getOrDefault(tenant, 0.0);
            if (virtualTime > tag) {
                tags.put(tenant, virtualTime);
            }
        }
    }

    void dequeue(ModelJob job) {
        job.inQueue = false;
        delayed.remove(job.id);
        forgetClosed();
    }

    /** A plan in which nobody has a turn is not closed any more. */
    void forgetClosed() {
        closed.keySet().removeIf(plan -> standing().noneMatch(other -> other.plan.equals(plan)));
    }

    /** Whoever waited in a closed plan alone is owed nothing for that time; answers whether a tag has changed. */
    boolean reopen(String plan) {
        if (closed.remove(plan) == null) {
            return false;
        }
        List<String> behind = standing()
                .filter(job -> job.plan.equals(plan))
                .map(job -> job.tenant)
                .filter(tenant -> tags.getOrDefault(tenant, 0.0) < virtualTime)
                .distinct()
                .toList();
        behind.forEach(tenant -> tags.put(tenant, virtualTime));
        return !behind.isEmpty();
    }

    void delay(ModelJob job, String plan, long until, long now) {
        job.state = State.DELAYED;
        job.plan = plan;
        job.entered = now;
        delayed.put(job.id, until);
        job.stands = job.reservation.isPresent() ? "queued" : "";
    }

    List<String> plans(TargetName target) {
        return standing()
                .map(job -> job.plan)
                .distinct()
                .filter(plan -> plan.contains(target + "~"))
                .toList();
    }

    /** The tenant a plan serves next. */
    Optional<Turn> turn(String plan) {
        Map<String, ModelJob> first = new TreeMap<>();
        standing()
                .filter(job -> job.plan.equals(plan))
                .forEach(job -> first.merge(job.tenant, job, (a, b) -> a.compareTo(b) <= 0 ? a : b));
        return first.values().stream()
                .map(job -> new Turn(job.tenant, score(job), job))
                .min(Comparator.comparingDouble(Turn::score).thenComparing(Turn::tenant));
    }

    double score(ModelJob first) {
        return tags.getOrDefault(first.tenant, 0.0) + (first.priority - USUAL) * STEP_TAG;
    }

    void charge(String tenant, double weight) {
        double tag = tags.getOrDefault(tenant, 0.0);
        virtualTime = Math.max(virtualTime, tag);
        tags.put(tenant, tag + 1 / weight);
    }

    void lease(ModelJob job, long until) {
        leases.put(job.id, until);
    }

    TreeMap<String, Long> running(String target, int key) {
        return running.computeIfAbsent(target + "#" + key, _ -> new TreeMap<>());
    }

    void release(ModelJob job) {
        leases.remove(job.id);
        if (!job.target.isEmpty()) {
            running(job.target, job.lane).remove(job.id);
        }
    }

    void forgetHolder(ModelJob job) {
        job.worker = "";
        job.target = "";
        job.lane = 0;
    }
}
