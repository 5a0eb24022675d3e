package io.spillway.contract.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The section {@code engines}. */
final class EngineSettingsSection {
    private static final Duration LONGEST_STAY = Duration.ofHours(24);

    private EngineSettingsSection() {}

    static EngineSettings read(Section section) {
        EngineSettings usual = EngineSettings.DEFAULT;
        return new EngineSettings(
                size(section, "memory-budget").map(OptionalLong::of).orElse(usual.memoryBudget()),
                section.duration("minimum-stay")
                        .map(stay -> checked(section, stay))
                        .orElse(usual.minimumStay()),
                size(section, "max-model-size").orElse(usual.maxModelSize()),
                section.flag("offline").orElse(usual.offline()),
                section.text("without-gpu")
                        .map(word -> withoutGpu(section, word))
                        .orElse(usual.withoutGpu()));
    }

    private static Duration checked(Section section, Duration stay) {
        if (stay.compareTo(LONGEST_STAY) > 0) {
            throw section.wrong("minimum-stay", "should be PT24H or shorter");
        }
        return stay;
    }

    private static Optional<Long> size(Section section, String key) {
        return section.text(key)
                .map(text -> ByteSize.parse(text)
                        .orElseThrow(() -> section.wrong(key, "should be a size such as 500MB, 8GB or 7.5GB")));
    }

    private static EngineSettings.WithoutGpu withoutGpu(Section section, String word) {
        return switch (word) {
            case "cpu" -> EngineSettings.WithoutGpu.CPU;
            case "not-ready" -> EngineSettings.WithoutGpu.NOT_READY;
            default -> throw section.wrong("without-gpu", "should be cpu or not-ready");
        };
    }
}
