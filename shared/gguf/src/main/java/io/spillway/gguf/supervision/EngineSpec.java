package io.spillway.gguf.supervision;

import io.spillway.contract.cluster.GgufTuning;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.cluster.Target.Gguf;
import io.spillway.contract.job.JobType;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import io.spillway.gguf.memory.BestThatFits;
import io.spillway.gguf.memory.ModelMemory;
import io.spillway.gguf.memory.Room;
import io.spillway.gguf.protocol.EngineRequest;
import io.spillway.gguf.protocol.Switches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What one engine is to run.
 *
 * @param onGpu whether the library that it computes with puts layers on GPUs
 * @param threads CPU threads it computes with
 * @param device the only GPU that it sees; all of them where this does not say
 * @param trim whether conversations that are too long lose their oldest turns
 */
public record EngineSpec(
        TargetName target, Gguf gguf, boolean onGpu, int threads, OptionalInt device, boolean embedding, boolean trim) {
    /** The engine of {@code target}, which must be a GGUF model. */
    public static EngineSpec of(Target target, int threads) {
        Gguf gguf = target.gguf().orElseThrow(() -> new IllegalArgumentException(target.name() + " is no GGUF model"));
        return new EngineSpec(
                target.name(),
                gguf,
                target.pool() == Pool.GPU,
                gguf.tuning().threads().orElse(threads),
                OptionalInt.empty(),
                target.types().contains(JobType.EMBEDDING),
                target.trimTo().isPresent());
    }

    /** The same with the best of its models that fits into {@code bytes}, where it has several. */
    public EngineSpec fitting(long bytes) {
        return new EngineSpec(target, BestThatFits.of(gguf, bytes), onGpu, threads, device, embedding, trim);
    }

    /** The same on the GPU {@code number}, if it is about GPUs. */
    EngineSpec on(OptionalInt number) {
        return new EngineSpec(target, gguf, onGpu, threads, number, embedding, trim);
    }

    /** The same on the CPU alone. */
    public EngineSpec withoutGpu() {
        return new EngineSpec(target, gguf, false, threads, OptionalInt.empty(), embedding, trim);
    }

    /** What the model in {@code file} asks of the memory; an {@link IOException} says what is wrong with its head. */
    Room.Asking asking(Path file) throws IOException {
        return new Room.Asking(
                target, ModelMemory.of(file, gguf), onGpu ? gguf.tuning().gpu() : OptionalInt.empty());
    }

    /** The process' name, as {@code spillway status} shows it. */
    public String name() {
        return "engine-" + target.model();
    }

    /** The name where only a file name will do. */
    String fileName() {
        return name().replaceAll("[^A-Za-z0-9._-]", "_");
    }

    EngineRequest.Load load(Path file) {
        return new EngineRequest.Load(
                file.toString(),
                gguf.context(),
                gguf.slots(),
                threads,
                onGpu ? gguf.gpuLayers() : 0,
                embedding,
                switches());
    }

    private Switches switches() {
        GgufTuning tuning = gguf.tuning();
        return new Switches(
                tuning.flashAttention(), tuning.kvType().word(), tuning.mmap(), tuning.promptCache(), tuning.format());
    }
}
