package io.spillway.gguf.engine;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.CacheType;
import de.kherud.llama.args.PoolingType;
import io.spillway.gguf.prompt.ModelMetadata;
import io.spillway.gguf.prompt.PromptFormat;
import io.spillway.gguf.protocol.EngineRequest;
import io.spillway.gguf.protocol.Switches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A model in memory.
 *
 * @param context tokens a prompt and its answer may have together
 */
record LoadedModel(LlamaModel llama, PromptFormat format, int context, int tokensAround, boolean promptCache)
        implements Loading {
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
                    format(metadata, load.switches(), end),
                    Math.min(load.context(), metadata.trainedContext().orElse(load.context())),
                    metadata.tokensAround(),
                    load.switches().promptCache());
        } catch (IOException | RuntimeException | LinkageError e) {
            // The binding's own exception is not public.
            return new Unloadable(String.valueOf(e.getMessage()));
        }
    }

    /** The file's own template first; what the configuration says is for files without one. */
    private static PromptFormat format(ModelMetadata metadata, Switches switches, String end) {
        return switches.format()
                .filter(_ -> metadata.chatTemplate().isEmpty())
                .map(name -> PromptFormat.named(name, end))
                .orElseGet(() -> PromptFormat.of(metadata.chatTemplate(), end));
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
        switched(parameters, load.switches());
        return load.gpuLayers() > 0 ? parameters.setGpuLayers(load.gpuLayers()) : parameters;
    }

    private static void switched(ModelParameters parameters, Switches switches) {
        if (switches.flashAttention()) {
            parameters.enableFlashAttn();
        }
        if (!switches.mmap()) {
            parameters.disableMmap();
        }
        CacheType kvType = CacheType.valueOf(switches.kvType().toUpperCase(Locale.ROOT));
        if (kvType != CacheType.F16) {
            parameters.setCacheTypeK(kvType).setCacheTypeV(kvType);
        }
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
