package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobType;
import io.spillway.gateway.access.Caller;
import io.spillway.gateway.admission.Submitting;
import io.spillway.gateway.api.Cancelling;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Submission;
import io.spillway.gateway.watching.Found;
import io.spillway.gateway.watching.Waiting;
import io.spillway.scheduling.JobView;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tries a target with a real, small job of the operator's own, which goes nowhere else and does not wait for long. */
@Singleton
class TestingTargets {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int SOONEST = 0;
    private static final int FEW_TOKENS = 16;

    private final Submitting submitting;
    private final Waiting waiting;
    private final Cancelling cancelling;

    TestingTargets(Submitting submitting, Waiting waiting, Cancelling cancelling) {
        this.submitting = submitting;
        this.waiting = waiting;
        this.cancelling = cancelling;
    }

    /** The job once it has ended; what still waits after half a minute is cancelled, and shown as it waited. */
    TargetTestBody test(Target target, Caller caller) throws Refusal {
        JobId job = submitting.submit(caller, submission(target), Optional.empty());
        JobView view = Found.orRefused(waiting.untilEnded(job, caller.tenant(), PATIENCE));
        if (!view.status().ended()) {
            cancelling.cancel(job, caller.tenant());
        }
        return TargetTestBody.of(target.name().value(), view);
    }

    private static Submission submission(Target target) {
        JobType type = target.types().stream().sorted().findFirst().orElseThrow();
        return new Submission(
                type,
                Optional.of(target.name().value()),
                request(type),
                SOONEST,
                new Submission.Times(Optional.empty(), PATIENCE, PATIENCE.plus(PATIENCE), KEPT),
                false,
                false,
                Map.of("purpose", "target-test"),
                Optional.empty(),
                "");
    }

    private static ObjectNode request(JobType type) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        return switch (type) {
            case CHAT -> {
                request.putArray("messages").addObject().put("role", "user").put("content", "Say OK.");
                yield request.put("max_tokens", FEW_TOKENS);
            }
            case EMBEDDING, SPEECH -> request.put("input", "OK");
            case IMAGE -> request.put("prompt", "a dot");
        };
    }
}
