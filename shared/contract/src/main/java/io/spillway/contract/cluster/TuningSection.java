package io.spillway.contract.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The switches of an engine, among the keys of a {@code gguf} target. */
final class TuningSection {
    private static final int MOST_THREADS = 1024;
    private static final int MOST_GPUS = 64;
    private static final List<String> KV_TYPES = Arrays.stream(GgufTuning.KvType.values())
            .map(GgufTuning.KvType::word)
            .toList();

    private TuningSection() {}

    /** @param usual the preset that stands behind the target, if one does */
    static GgufTuning read(Section section, Optional<Preset> usual) {
        boolean flashAttention = section.flag("flash-attention").orElse(false);
        GgufTuning.KvType kvType = kvType(section);
        if (kvType != GgufTuning.KvType.F16 && !flashAttention) {
            throw section.wrong("kv-type", "needs 'flash-attention: true' beside it, unless it is f16");
        }
        return new GgufTuning(
                section.integer("threads", 1, MOST_THREADS),
                flashAttention,
                kvType,
                section.flag("mmap").orElse(true),
                section.flag("prompt-cache").orElse(true),
                section.text("format").map(word -> format(section, word)).or(() -> usual.map(Preset::format)),
                section.integer("gpu", 0, MOST_GPUS - 1));
    }

    private static GgufTuning.KvType kvType(Section section) {
        String word = section.text("kv-type").orElse(GgufTuning.DEFAULT.kvType().word());
        return Arrays.stream(GgufTuning.KvType.values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        section.wrong("kv-type", "'" + word + "' is not known; " + Known.insteadOf(word, KV_TYPES)));
    }

    private static String format(Section section, String word) {
        if (!GgufTuning.FORMATS.contains(word)) {
            throw section.wrong(
                    "format", "'" + word + "' is no prompt format; " + Known.insteadOf(word, GgufTuning.FORMATS));
        }
        return word;
    }
}
