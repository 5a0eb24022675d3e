package io.spillway.bench.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import io.spillway.embedded.ScratchFolder;
import io.spillway.gguf.GgufModels;
import io.spillway.gguf.GgufOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A loaded model, asked with all its slots full. */
record OpenEngine(ScratchFolder folder, GgufModels models, int slots) implements AutoCloseable {
    private static final TargetName NAME = new TargetName("gguf/bench");
    private static final int CONTEXT = 1024;
    private static final Duration LONGEST_LOAD = Duration.ofMinutes(5);
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    /** What came back, and when. */
    private record Call(long input, long output, long firstNanos, long endNanos) {}

    /** The median of {@code runs}, after one that warms it up. */
    static Speed measure(Path file, Target.Engine engine, int slots, int runs) throws IOException {
        try (OpenEngine open = of(file, engine, slots)) {
            open.run(0);
            List<Speed> speeds = new ArrayList<>();
            for (int run = 1; run <= runs; run++) {
                speeds.add(open.run(run));
            }
            return Speed.median(speeds);
        }
    }

    /** The engine alone, loaded, with its slots empty; to be closed by the caller. */
    static OpenEngine of(Path file, Target.Engine engine, int slots) throws IOException {
        ScratchFolder folder = ScratchFolder.make("spillway-bench");
        GgufModels models =
                GgufModels.start(List.of(target(file, engine, slots)), GgufOptions.of(folder.path(), folder.path()));
        OpenEngine open = new OpenEngine(folder, models, slots);
        open.awaitReady();
        return open;
    }

    private void awaitReady() {
        long end = System.nanoTime() + LONGEST_LOAD.toNanos();
        while (!models.slots().containsKey(NAME)) {
            String detail = models.engines().getFirst().detail();
            if (System.nanoTime() > end || models.engines().getFirst().state().equals("down")) {
                throw new IllegalStateException("the model is not ready: " + detail);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private Speed run(int run) {
        long begun = System.nanoTime();
        List<Call> calls = all(run);
        long lastFirst = calls.stream().mapToLong(Call::firstNanos).max().orElseThrow();
        long end = calls.stream().mapToLong(Call::endNanos).max().orElseThrow();
        long input = calls.stream().mapToLong(Call::input).sum();
        // The first token of each comes with the prompt; what the others wrote meanwhile is few, and left out.
        long output = calls.stream().mapToLong(call -> call.output() - 1).sum();
        return new Speed(input * 1e9 / (lastFirst - begun), output * 1e9 / Math.max(1, end - lastFirst));
    }

    private List<Call> all(int run) {
        List<CompletableFuture<Call>> calls = IntStream.range(0, slots)
                .mapToObj(slot -> CompletableFuture.supplyAsync(() -> call(run, slot), VIRTUAL))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    /** Answers {@code requests} with all slots full until they run out; how many tokens it wrote. */
    long answer(List<ObjectNode> requests) {
        Queue<ObjectNode> left = new ConcurrentLinkedQueue<>(requests);
        LongAdder written = new LongAdder();
        List<CompletableFuture<Void>> callers = IntStream.range(0, slots)
                .mapToObj(_ -> CompletableFuture.runAsync(
                        () -> {
                            for (ObjectNode next = left.poll(); next != null; next = left.poll()) {
                                written.add(call(next).output());
                            }
                        },
                        VIRTUAL))
                .toList();
        callers.forEach(CompletableFuture::join);
        return written.sum();
    }

    private Call call(int run, int slot) {
        return call(Prompt.request(run, slot));
    }

    private Call call(ObjectNode request) {
        long[] first = {0};
        Outcome outcome = models.call(
                new ModelCall(new JobId("job_" + "0".repeat(26)), 1, JobType.CHAT, NAME, request, true),
                _ -> first[0] = first[0] == 0 ? System.nanoTime() : first[0],
                new StopSignal());
        if (!(outcome instanceof Outcome.Completed completed)) {
            throw new IllegalStateException("a call ended " + outcome.word() + ": " + outcome.detail());
        }
        return new Call(completed.usage().inputTokens(), completed.usage().outputTokens(), first[0], System.nanoTime());
    }

    @Override
    public void close() {
        models.close();
        folder.close();
    }

    private static Target target(Path file, Target.Engine engine, int slots) {
        return new Target(
                NAME,
                NAME.model(),
                Optional.empty(),
                Pool.LOCAL,
                Set.of(JobType.CHAT),
                new ObjectMapper().createObjectNode(),
                Target.Timeouts.DEFAULT,
                Limits.NONE,
                Optional.empty(),
                Optional.of(new Target.Gguf(
                        new Target.Source.LocalFile(file), Optional.empty(), CONTEXT, slots, 0, engine)));
    }
}
