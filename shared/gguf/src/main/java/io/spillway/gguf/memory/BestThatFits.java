package io.spillway.gguf.memory;

import io.spillway.contract.cluster.GgufTuning;
import io.spillway.contract.cluster.Preset;
import io.spillway.contract.cluster.Target.Gguf;
import java.util.Optional;

/** Chooses among the presets of a target that says {@code auto}. */
public final class BestThatFits {
    private static final System.Logger LOG = System.getLogger(BestThatFits.class.getName());

    private BestThatFits() {}

    /**
     * {@code gguf} with the first of its presets that fits, or with the last if none does: that one may still be lucky,
     * and says best what is missing.
     *
     * @param bytes memory that the model may take
     */
    public static Gguf of(Gguf gguf, long bytes) {
        if (gguf.auto().isEmpty()) {
            return gguf;
        }
        Preset chosen = gguf.auto().stream()
                .filter(preset -> preset.memory(gguf.context(), gguf.slots()) <= bytes)
                .findFirst()
                .orElse(gguf.auto().getLast());
        LOG.log(
                System.Logger.Level.INFO,
                "auto preset={0} needs_bytes={1} free_bytes={2}",
                chosen.name(),
                Long.toString(chosen.memory(gguf.context(), gguf.slots())),
                Long.toString(bytes));
        return new Gguf(
                chosen.source(),
                gguf.sha256(),
                gguf.context(),
                gguf.slots(),
                gguf.gpuLayers(),
                formatted(gguf.tuning(), chosen.format()),
                gguf.auto(),
                gguf.engine());
    }

    private static GgufTuning formatted(GgufTuning tuning, String format) {
        return new GgufTuning(
                tuning.threads(),
                tuning.flashAttention(),
                tuning.kvType(),
                tuning.mmap(),
                tuning.promptCache(),
                Optional.of(format),
                tuning.gpu());
    }
}
