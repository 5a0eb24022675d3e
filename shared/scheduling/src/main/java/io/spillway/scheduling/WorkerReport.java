package io.spillway.scheduling;

import io.spillway.contract.call.EngineReport;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import java.time.Instant;
import java.util.List;
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
        Optional<Instant> seenAt) {
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
                Optional.of(at));
    }
}
