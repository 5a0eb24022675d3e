package io.spillway.scheduling;

import io.spillway.contract.call.EngineReport;
import io.spillway.contract.call.MemoryReport;
import io.spillway.contract.call.ProviderReport;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a worker says of itself with every renewal.
 *
 * @param id unique for the process's life
 * @param name what people call it, e.g. {@code worker-local-1}
 * @param draining whether it takes no more jobs
 * @param targets the targets it serves now
 * @param slots how many calls it can run at once; {@code busy} of them are running
 * @param engines the model processes it keeps, for a GGUF worker
 * @param providers what it found when it looked at its providers at the start, for a cloud worker
 * @param memories the memories that it loads models into, for a GGUF worker
 * @param seenAt when it last reported, on Redis' clock; empty in the report itself
 */
public record WorkerReport(
        String id,
        String name,
        Pool pool,
        String version,
        String host,
        long pid,
        Instant startedAt,
        boolean draining,
        List<TargetName> targets,
        int slots,
        int busy,
        List<EngineReport> engines,
        List<ProviderReport> providers,
        List<MemoryReport> memories,
        Optional<Instant> seenAt) {
    public WorkerReport {
        // A worker of an older version does not say.
        providers = Objects.requireNonNullElse(providers, List.of());
        memories = Objects.requireNonNullElse(memories, List.of());
    }

    public WorkerReport(
            String id,
            String name,
            Pool pool,
            String version,
            String host,
            long pid,
            Instant startedAt,
            boolean draining,
            List<TargetName> targets,
            int slots,
            int busy,
            List<EngineReport> engines,
            Optional<Instant> seenAt) {
        this(
                id, name, pool, version, host, pid, startedAt, draining, targets, slots, busy, engines, List.of(),
                List.of(), seenAt);
    }

    /** The same with what it found of its providers. */
    public WorkerReport looked(List<ProviderReport> found) {
        return new WorkerReport(
                id, name, pool, version, host, pid, startedAt, draining, targets, slots, busy, engines, found, memories,
                seenAt);
    }

    /** The same with the memories that it has. */
    public WorkerReport loadingInto(List<MemoryReport> known) {
        return new WorkerReport(
                id, name, pool, version, host, pid, startedAt, draining, targets, slots, busy, engines, providers,
                known, seenAt);
    }

    WorkerReport seenAt(Instant at) {
        return new WorkerReport(
                id,
                name,
                pool,
                version,
                host,
                pid,
                startedAt,
                draining,
                targets,
                slots,
                busy,
                engines,
                providers,
                memories,
                Optional.of(at));
    }
}
