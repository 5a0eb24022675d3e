package io.spillway.gateway;

import io.spillway.contract.call.EngineReport;
import io.spillway.contract.call.MemoryReport;
import io.spillway.contract.call.ProviderReport;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.backbone.Connections;
import io.spillway.scheduling.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a worker of the kind cloud says of itself; it does nothing else. */
record ReportedWorker(Connections connections, String id) {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final TargetName TARGET = new TargetName("mock/small");

    static ReportedWorker reports(Connections connections) {
        ReportedWorker worker = new ReportedWorker(connections, "worker-cloud-9-" + UUID.randomUUID());
        worker.looked(new ProviderReport("mock", ProviderReport.State.UNREACHABLE, "connection refused"));
        return worker;
    }

    /** Reports what it has found. */
    void looked(ProviderReport found) {
        WorkerReport report = new WorkerReport(
                id,
                "worker-cloud-9",
                Pool.CLOUD,
                "test",
                "here",
                1,
                Instant.now(),
                false,
                List.of(TARGET),
                8,
                2,
                List.<EngineReport>of(),
                Optional.empty());
        WorkerReport whole =
                report.looked(List.of(found)).loadingInto(List.of(new MemoryReport("GPU 0", 100L << 30, 12L << 30)));
        connections.scheduler().leases().renew(whole, List.of(), LEASE);
    }

    void leaves() {
        connections.scheduler().leases().leave(id);
    }
}
