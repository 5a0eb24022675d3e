package io.spillway.worker;

import io.spillway.contract.job.JobId;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Held;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The jobs this worker holds, from the grant until their end or their next step is written down: by lease, for a job that
 * was lost and taken back has two calls until the older one has stopped.
 */
final class Running {
    private final Map<Held, RunningJob> jobs = new ConcurrentHashMap<>();

    RunningJob add(Grant grant) {
        RunningJob job = new RunningJob(grant);
        jobs.put(grant.lease(), job);
        return job;
    }

    void remove(RunningJob job) {
        jobs.remove(job.grant().lease(), job);
    }

    List<RunningJob> of(JobId id) {
        return jobs.values().stream()
                .filter(job -> job.grant().job().id().equals(id))
                .toList();
    }

    Collection<RunningJob> all() {
        return jobs.values();
    }

    int count() {
        return jobs.size();
    }

    int count(TargetName target) {
        return Math.toIntExact(jobs.values().stream()
                .filter(job -> job.grant().target().equals(target))
                .count());
    }
}
