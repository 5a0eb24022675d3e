package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.contract.call.EngineReport;
import io.spillway.contract.call.ProviderReport;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A worker as operators see it. */
@Schema(name = "Worker")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record WorkerBody(
        String id,
        String name,
        @Schema(enumeration = {"cloud", "local", "gpu"}) String kind,
        String version,
        String host,
        long pid,
        long startedAt,
        long seenAt,

        @Schema(description = "Milliseconds since its last report.")
        long heartbeatAgeMs,

        @Schema(description = "Whether it takes no more jobs; those it runs go on.")
        boolean draining,

        @Schema(description = "Whether that is because an operator wants it so, and can be undone.")
        boolean drainedByHand,

        List<String> targets,
        int slots,
        int busy,
        List<Engine> engines,

        @Schema(description = "What it found when it last looked at its providers; a cloud worker's.")
        List<Looked> providers,

        @Schema(description = "The memories that it loads models into; a local or gpu worker's.")
        List<Memory> memories) {
    /** A memory of a worker. */
    @Schema(name = "Memory")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Memory(
            @Schema(examples = {"memory", "GPU 0"}) String name,

            @Schema(description = "How much of it models may take.")
            long bytes,

            @Schema(description = "How much the loaded ones take, as reckoned before they were loaded.")
            long takenBytes) {}

    /** A provider as a worker found it. */
    @Schema(name = "ProviderCheck")
    public record Looked(
            String provider,

            @Schema(enumeration = {"ready", "key_missing", "key_refused", "unreachable", "unclear", "model_unknown"})
            String state,

            String detail,

            @Schema(description = "Epoch seconds at which it looked; null where it is too old to say.") @Nullable
            Long at) {}

    /** A model process of a worker. */
    @Schema(name = "Engine")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Engine(
            String name,
            String target,
            String state,
            long pid,
            int slots,
            int restarts,
            long residentBytes,
            String detail) {}

    static WorkerBody of(WorkerReport report, Instant now, boolean drainedByHand) {
        Instant seen = report.seenAt().orElse(now);
        return new WorkerBody(
                report.id(),
                report.name(),
                report.pool().word(),
                report.version(),
                report.host(),
                report.pid(),
                report.startedAt().getEpochSecond(),
                seen.getEpochSecond(),
                Math.max(0, Duration.between(seen, now).toMillis()),
                report.draining() || drainedByHand,
                drainedByHand,
                report.targets().stream().map(TargetName::value).toList(),
                report.slots(),
                report.busy(),
                report.engines().stream().map(WorkerBody::engine).toList(),
                report.providers().stream().map(WorkerBody::looked).toList(),
                report.memories().stream()
                        .map(memory -> new Memory(memory.name(), memory.bytes(), memory.takenBytes()))
                        .toList());
    }

    private static Looked looked(ProviderReport found) {
        return new Looked(
                found.provider(),
                found.state().word(),
                found.detail(),
                found.at().map(Instant::getEpochSecond).orElse(null));
    }

    private static Engine engine(EngineReport engine) {
        return new Engine(
                engine.name(),
                engine.target().value(),
                engine.state(),
                engine.pid(),
                engine.slots(),
                engine.restarts(),
                engine.residentBytes(),
                engine.detail());
    }
}
