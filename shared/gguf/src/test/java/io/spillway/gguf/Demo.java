package io.spillway.gguf;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.EngineSettings;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import io.spillway.gguf.file.ModelFiles;
import io.spillway.gguf.memory.MemoryPlan;
import io.spillway.gguf.supervision.EngineStatus;
import io.spillway.gguf.supervision.Pace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The demo model, as tests speak of it. */
final class Demo {
    static final Path FILE = Path.of("demo-model", "demo.gguf").toAbsolutePath();
    static final TargetName NAME = new TargetName("gguf/demo");
    static final int SLOTS = 4;
    static final int CONTEXT = 512;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pace BRISK =
            new Pace(Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMillis(20), Duration.ofMinutes(5));

    private Demo() {}

    static GgufOptions options(Path folder) {
        return options(folder, BRISK);
    }

    static GgufOptions options(Path folder, Pace pace) {
        ModelFiles files = new ModelFiles(
                folder.resolve("models"),
                URI.create("http://localhost:1"),
                Optional.empty(),
                ModelFiles.USUAL_PATIENCE);
        return new GgufOptions(files, folder.resolve("state"), 1, pace, MemoryPlan.machine(EngineSettings.DEFAULT));
    }

    static Target target(TargetName name, Path file) {
        return target(name, file, new Target.Engine.Binding());
    }

    static Target target(TargetName name, Path file, Target.Engine engine) {
        return target(
                name, new Target.Gguf(new Target.Source.LocalFile(file), Optional.empty(), CONTEXT, SLOTS, 0, engine));
    }

    static Target target(TargetName name, Target.Gguf gguf) {
        return new Target(
                name,
                name.model(),
                Optional.empty(),
                Pool.LOCAL,
                Set.of(JobType.CHAT),
                JSON.createObjectNode(),
                Target.Timeouts.DEFAULT,
                Limits.NONE,
                Optional.empty(),
                Optional.of(gguf));
    }

    /** A running demo model, ready. */
    static GgufModels ready(Path folder) {
        return ready(options(folder), new Target.Engine.Binding());
    }

    static GgufModels ready(GgufOptions options, Target.Engine engine) {
        GgufModels models = GgufModels.start(List.of(target(NAME, FILE, engine)), options);
        eventually(() -> models.slots().containsKey(NAME));
        return models;
    }

    /** A request that says {@code text}, with further fields as JSON members. */
    static ObjectNode saying(String text, String... fields) {
        ObjectNode request = JSON.createObjectNode();
        request.putArray("messages").addObject().put("role", "user").put("content", text);
        for (String field : fields) {
            request.setAll(json("{" + field + "}"));
        }
        return request;
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static ModelCall call(ObjectNode request) {
        return new ModelCall(new JobId("job_" + "0".repeat(26)), 1, JobType.CHAT, NAME, request, true);
    }

    static Outcome ask(GgufModels models, String text, String... fields) {
        return models.call(call(saying(text, fields)), _ -> {}, new StopSignal());
    }

    static EngineStatus engine(GgufModels models, TargetName name) {
        return models.engines().stream()
                .filter(engine -> engine.target().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for {@code condition}, for 60 s at most. */
    static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited for 60 s in vain");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
