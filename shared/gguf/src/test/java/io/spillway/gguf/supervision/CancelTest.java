package io.spillway.gguf.supervision;

import io.spillway.contract.cluster.Target;
import io.spillway.contract.routing.TargetName;
import io.spillway.gguf.protocol.EngineReply;
import io.spillway.gguf.protocol.EngineRequest;
import io.spillway.gguf.protocol.Link;
import io.spillway.gguf.protocol.Sampling;
import io.spillway.gguf.protocol.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The engine counts by itself how many tokens still came after it had been told to stop. */
class CancelTest {
    private static final Path FILE = Path.of("demo-model", "demo.gguf").toAbsolutePath();
    private static final Sampling ENDLESS = new Sampling(
            OptionalInt.empty(),
            OptionalDouble.of(2),
            OptionalDouble.of(1),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.of(2),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            OptionalInt.empty());

    @TempDir
    Path folder;

    @Test
    void aCancelledGenerationEndsWithinOneToken() throws IOException, InterruptedException {
        // Given
        Target.Gguf gguf = new Target.Gguf(new Target.Source.LocalFile(FILE), Optional.empty(), 512, 1, 0);
        EngineSpec spec =
                new EngineSpec(new TargetName("gguf/demo"), gguf, false, 1, OptionalInt.empty(), false, false);
        try (EngineProcess engine = EngineProcess.start(spec, FILE, folder)) {
            Link link = engine.link();
            link.send(spec.load(FILE));
            await(link, EngineReply.Ready.class);

            int cancelled = 0;
            for (int id = 1; cancelled < 10; id++) {
                // When
                link.send(new EngineRequest.Generate(
                        id, List.of(new Turn(Turn.Role.USER, "Go on for ever.")), ENDLESS, false, true));
                await(link, EngineReply.Piece.class);
                link.send(new EngineRequest.Cancel(id));

                // Then
                if (await(link, EngineReply.Stopped.class, EngineReply.Done.class)
                        instanceof EngineReply.Stopped stopped) {
                    assertThat(stopped.late()).isLessThanOrEqualTo(1);
                    cancelled++;
                }
            }
        }
    }

    /** The next reply of one of {@code types}; the toy may have come to its end by itself before the cancel arrives. */
    @SafeVarargs
    private static EngineReply await(Link link, Class<? extends EngineReply>... types) {
        while (true) {
            EngineReply reply = link.receive(EngineReply.class).orElseThrow();
            if (List.of(types).contains(reply.getClass())) {
                return reply;
            }
            assertThat(reply).isNotInstanceOf(EngineReply.Failed.class);
        }
    }
}
