package io.spillway.journey.language;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The {@code spillway.yaml} of the journeys: the demo model and a scripted provider with a model for each purpose. */
final class ClusterFile {
    private static final String TEXT = """
            providers:
              gguf: {kind: gguf, models-dir: "%s"}
              cloud: {kind: openai, base-url: "%s"}
            targets:
              gguf/demo: {source: demo.gguf, context: 2048, slots: 4}
              cloud/plain: {price: {input: 1.00, output: 2.00}}
              cloud/words: {}
              cloud/held: {limits: {concurrency: 1}}
              cloud/racing: {}
              cloud/broken: {}
              cloud/limited: {}
              cloud/resting: {}
              cloud/hanging: {timeouts: {total: PT1S}}
              cloud/second: {}
              cloud/slow: {}
              cloud/few: {limits: {concurrency: 40}}
              cloud/doomed: {}
              cloud/early: {limits: {concurrency: 8}}
              cloud/late: {limits: {concurrency: 8}}
              cloud/sdk: {}
              cloud/fallen: {}
              cloud/paced: {limits: {concurrency: 4}}
              cloud/vectors: {types: [embedding], price: {input: 2.00}}
              cloud/voice: {types: [speech], price: {characters: 10}}
              cloud/pictures: {types: [image], price: {image: 0.04}}
              cloud/blind: {types: [image]}
              cloud/lengthy: {}
              cloud/parked: {}
            routes:
              default: {targets: [gguf/demo]}
              broken_first: {targets: [cloud/broken, gguf/demo], backoff: [PT0.1S]}
              limited_first: {targets: [cloud/limited, gguf/demo]}
              hanging_first: {targets: [cloud/hanging, gguf/demo], backoff: [PT0.1S]}
              both_resting: {targets: [cloud/early, cloud/late]}
              fallen_first: {targets: [cloud/fallen, cloud/sdk], backoff: [PT0.1S], attempts-per-target: 1}
              vectors: {targets: [cloud/vectors]}
              voice: {targets: [cloud/voice]}
              pictures: {targets: [cloud/pictures]}
              demo_first: {targets: [{target: gguf/demo, patience: PT0.3S}, cloud/second]}
            webhooks: {allow: [127.0.0.0/8]}
            last-resort: {image: {placeholder: true}}
            """;

    private ClusterFile() {}

    static Path write(Path folder, Path root, URI provider) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(
                    folder.resolve("spillway.yaml"), TEXT.formatted(root.resolve("shared/gguf/demo-model"), provider));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
