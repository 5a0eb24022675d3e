package io.spillway.worker;

import io.spillway.contract.job.JobId;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Grant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The jobs this worker holds, from the grant until their end or their next step is written down. */
final class Running {
    private final Map<JobId, RunningJob> jobs = new ConcurrentHashMap<>();

    RunningJob add(Grant grant) {
        RunningJob job = new RunningJob(grant);
        jobs.put(grant.job().id(), job);
        return job;
    }

    void remove(RunningJob job) {
        jobs.remove(job.grant().job().id(), job);
    }

    Optional<RunningJob> find(JobId id) {
        return Optional.ofNullable(jobs.get(id));
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
