package io.spillway.gguf;

import io.spillway.gguf.file.ModelFiles;
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
 */
public record GgufOptions(ModelFiles files, Path state, int threads, Pace pace) {
    private static final String HUB = "https://huggingface.co";

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
                new ModelFiles(models, hub, token, ModelFiles.USUAL_PATIENCE), state, threads, Pace.DEFAULT);
    }
}
