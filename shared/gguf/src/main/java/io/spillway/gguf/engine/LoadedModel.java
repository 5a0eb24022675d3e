package io.spillway.gguf.engine;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.PoolingType;
import io.spillway.gguf.prompt.ModelMetadata;
import io.spillway.gguf.prompt.PromptFormat;
import io.spillway.gguf.protocol.EngineRequest;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A model in memory.
 *
 * @param context tokens a prompt and its answer may have together
 */
record LoadedModel(LlamaModel llama, PromptFormat format, int context, int tokensAround) implements Loading {
    /** Tokens of a prompt that are worked on at once; between two batches a generation can be cancelled. */
    static final int BATCH = 512;

    static Loading load(EngineRequest.Load load) {
        try {
            ModelMetadata metadata = ModelMetadata.read(Path.of(load.file()));
            LlamaModel llama = new LlamaModel(load.embedding() ? embedding(load, metadata) : parameters(load));
            String end = metadata.endToken().isPresent()
                    ? llama.decode(new int[] {metadata.endToken().getAsInt()})
                    : "</s>";
            return new LoadedModel(
                    llama,
                    PromptFormat.of(metadata.chatTemplate(), end),
                    Math.min(load.context(), metadata.trainedContext().orElse(load.context())),
                    metadata.tokensAround());
        } catch (IOException | RuntimeException | LinkageError e) {
            // The binding's own exception is not public.
            return new Unloadable(String.valueOf(e.getMessage()));
        }
    }

    /**
     * One sequence, whatever the slots: with more, this llama.cpp pools wrongly or ends the process on a text of few
     * tokens; and one batch of the whole context, as a text cannot be pooled in parts.
     */
    private static ModelParameters embedding(EngineRequest.Load load, ModelMetadata metadata) {
        ModelParameters parameters = usual(load)
                .setCtxSize(load.context())
                .setParallel(1)
                .setBatchSize(load.context())
                .setUbatchSize(load.context())
                .enableEmbedding();
        // Without any, the binding would give the first token's vector for every text.
        return metadata.pooling().isPresent() ? parameters : parameters.setPoolingType(PoolingType.LAST);
    }

    private static ModelParameters parameters(EngineRequest.Load load) {
        return usual(load)
                .setCtxSize(Math.multiplyExact(load.context(), load.slots()))
                .setParallel(load.slots())
                .setBatchSize(BATCH);
    }

    private static ModelParameters usual(EngineRequest.Load load) {
        ModelParameters parameters = new ModelParameters()
                .setModel(load.file())
                .setThreads(load.threads())
                .setThreadsBatch(load.threads())
                // A shifted context answers from a prompt with a hole in it; we never let one grow that far.
                .disableContextShift()
                // Prompts are written in Java. The file's own template is not shown to llama.cpp, which tries it out
                // at load and aborts on one it does not know.
                .setChatTemplate("chatml");
        return load.gpuLayers() > 0 ? parameters.setGpuLayers(load.gpuLayers()) : parameters;
    }

    /** How many tokens {@code prompt} is to the model, the ones that llama.cpp adds included. */
    int tokens(String prompt) {
        return llama.encode(prompt).length + tokensAround;
    }

    /** Begins to generate; the prompt must leave room. */
    LlamaIterator generate(InferenceParameters parameters) {
        return llama.generate(parameters).iterator();
    }
}
