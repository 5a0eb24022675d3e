package io.spillway.gguf;

import io.spillway.contract.cluster.EngineSettings;
import io.spillway.gguf.file.ModelFiles;
import io.spillway.gguf.memory.MemoryPlan;
import io.spillway.gguf.supervision.Pace;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a worker runs its models.
 *
 * @param files where model files come from and go to
 * @param state a folder of this worker for the engines' logs
 * @param threads CPU threads each model computes with
 * @param memory what memory they share
 */
public record GgufOptions(ModelFiles files, Path state, int threads, Pace pace, MemoryPlan memory) {
    private static final String HUB = "https://huggingface.co";

    /**
     * The options of a worker process, from {@code SPILLWAY_HOME} and {@code SPILLWAY_PROCESS}: downloads are shared by
     * all workers of a machine, the engines' logs are this worker's own.
     *
     * @param name what the worker is called if its environment does not say
     */
    public static GgufOptions ofWorker(String name, EngineSettings settings) {
        Map<String, String> environment = System.getenv();
        Path home = Path.of(environment.getOrDefault("SPILLWAY_HOME", ".spillway"));
        String worker = environment.getOrDefault("SPILLWAY_PROCESS", name);
        GgufOptions usual = of(home.resolve("models"), home.resolve("engines").resolve(worker));
        return new GgufOptions(
                usual.files.limited(settings.maxModelSize(), settings.offline()),
                usual.state,
                usual.threads,
                usual.pace,
                MemoryPlan.machine(settings));
    }

    /**
     * The usual options: all processors but one, {@code HF_ENDPOINT} and {@code HF_TOKEN} of the environment for the hub.
     * The one is for everything else here: llama.cpp's threads spin until the last has done its share of a step, so one
     * that is kept from running makes a token ten times as slow.
     *
     * @param models the folder that downloads go to
     */
    public static GgufOptions of(Path models, Path state) {
        Map<String, String> environment = System.getenv();
        URI hub = URI.create(environment.getOrDefault("HF_ENDPOINT", HUB).replaceAll("/+$", ""));
        Optional<String> token =
                Optional.ofNullable(environment.get("HF_TOKEN")).filter(text -> !text.isBlank());
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        return new GgufOptions(
                new ModelFiles(models, hub, token, ModelFiles.USUAL_PATIENCE),
                state,
                threads,
                Pace.DEFAULT,
                MemoryPlan.machine(EngineSettings.DEFAULT));
    }

    /** The same with other memory than this machine's own. */
    public GgufOptions with(MemoryPlan other) {
        return new GgufOptions(files, state, threads, pace, other);
    }
}
