package io.spillway.worker;

import io.spillway.contract.call.EngineReport;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.WorkerReport;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who a worker process is.
 *
 * @param id unlike any other process's, and unlike this one's after a restart
 */
record WorkerIdentity(String id, WorkerSettings settings, Instant startedAt, String host) {
    static WorkerIdentity create(WorkerSettings settings) {
        return new WorkerIdentity(settings.name() + "-" + UUID.randomUUID(), settings, Instant.now(), hostName());
    }

    WorkerReport report(boolean draining, List<TargetName> targets, int slots, int busy, List<EngineReport> engines) {
        return new WorkerReport(
                id,
                settings.name(),
                settings.pool(),
                settings.version(),
                host,
                ProcessHandle.current().pid(),
                startedAt,
                draining,
                targets,
                slots,
                busy,
                engines,
                Optional.empty());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
