package io.spillway.cloud.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.cluster.Target.Timeouts;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobType;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The test language of calls and targets. */
public final class Chats {
    private static final ObjectMapper JSON = new ObjectMapper();
    public static final TargetName TARGET = new TargetName("scripted/some-model");
    public static final Timeouts PATIENT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30));

    private Chats() {}

    public static ModelCall aChat(String prompt) {
        return call(JSON.createObjectNode(), prompt, false);
    }

    public static ModelCall aStreamedChat(String prompt) {
        return call(JSON.createObjectNode(), prompt, true);
    }

    /** A chat with these fields beside its one message. */
    public static ModelCall aChatWith(String fields, boolean stream) {
        return call((ObjectNode) json(fields), "hello", stream);
    }

    /** A call of another type with these fields. */
    public static ModelCall aCall(JobType type, String fields) {
        JobId id = JobId.create(Instant.now(), 0, new Random(1));
        return new ModelCall(id, 1, type, TARGET, (ObjectNode) json(fields), false);
    }

    public static Target aTarget(Timeouts timeouts) {
        return aTarget(timeouts, JSON.createObjectNode());
    }

    public static Target aTarget(Timeouts timeouts, ObjectNode defaults) {
        return new Target(
                TARGET,
                "vendor-model-1",
                Optional.empty(),
                Pool.CLOUD,
                Set.of(JobType.values()),
                Optional.empty(),
                defaults,
                timeouts,
                Limits.NONE,
                Optional.empty(),
                Optional.empty());
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ModelCall call(ObjectNode request, String prompt, boolean stream) {
        request.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return new ModelCall(JobId.create(Instant.now(), 0, new Random(1)), 1, JobType.CHAT, TARGET, request, stream);
    }
}
