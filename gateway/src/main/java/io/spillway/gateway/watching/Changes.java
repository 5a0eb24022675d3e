package io.spillway.gateway.watching;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.spillway.contract.job.JobId;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes whoever waits for a job when that job has changed. A waiter costs nothing until then. */
@Singleton
public class Changes {
    private final Map<String, Set<Watch>> watches = new ConcurrentHashMap<>();

    /** Listens to {@code job} from now on, until closed. Look at the job after this, and after each wake. */
    public Watch watch(JobId job) {
        return new Watch(watch -> {
            watches.compute(job.value(), (id, known) -> {
                Set<Watch> all = known == null ? ConcurrentHashMap.newKeySet() : known;
                all.add(watch);
                return all;
            });
            return () -> forget(job, watch);
        });
    }

    void changed(String job) {
        watches.getOrDefault(job, Set.of()).forEach(Watch::wake);
    }

    /** Notifications may have been missed: everybody looks again. */
    void missed() {
        watches.values().forEach(all -> all.forEach(Watch::wake));
    }

    int waiting() {
        return watches.values().stream().mapToInt(Set::size).sum();
    }

    void onDraining(@Observes ShutdownDelayInitiatedEvent event) {
        missed();
    }

    private void forget(JobId job, Watch watch) {
        watches.computeIfPresent(job.value(), (id, all) -> {
            all.remove(watch);
            return all.isEmpty() ? null : all;
        });
    }
}
