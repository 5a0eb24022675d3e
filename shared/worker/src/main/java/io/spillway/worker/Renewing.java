package io.spillway.worker;

import io.spillway.scheduling.Leases;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.Renewed;
import io.spillway.scheduling.WorkerReport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;

/** Renews every lease in one call, and stops the calls whose job was lost or cancelled. */
final class Renewing implements Runnable {
    private static final Logger LOG = System.getLogger(Renewing.class.getName());

    private final Leases leases;
    private final Running running;
    private final Supplier<WorkerReport> report;

    Renewing(Leases leases, Running running, Supplier<WorkerReport> report) {
        this.leases = leases;
        this.running = running;
        this.report = report;
    }

    @Override
    public void run() {
        List<RunningJob> jobs = List.copyOf(running.all());
        try {
            Renewed renewed = leases.renew(
                    report.get(), jobs.stream().map(RunningJob::grant).toList(), WorkerSettings.LEASE);
            for (RunningJob job : jobs) {
                if (renewed.lost().contains(job.grant().lease())) {
                    job.stop(StopReason.LOST);
                } else if (renewed.cancelled().contains(job.grant().lease())) {
                    job.stop(StopReason.CANCELLED);
                }
            }
        } catch (RedisUnavailable e) {
            LOG.log(Level.WARNING, "cannot renew {0} leases: {1}", jobs.size(), e.getMessage());
        }
    }
}
