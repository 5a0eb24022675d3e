package io.spillway.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.cluster.LastResort;
import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Output;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;

/** Answers in the place of models that have all failed, where the configuration says how. See ADR 11. */
final class LastAnswer {
    private static final Logger LOG = System.getLogger(LastAnswer.class.getName());
    private static final int MOST_IMAGES = 10;

    private final LastResort configured;
    private final Storing storing;

    LastAnswer(LastResort configured, Storing storing) {
        this.configured = configured;
        this.storing = storing;
    }

    /** {@code step}, unless it would end {@code job} for want of an answer and there is one for its type. */
    NextStep instead(NextStep step, Job job) {
        return step instanceof NextStep.End end
                        && end.error().code().equals(Steps.ALL_TARGETS_FAILED)
                        && configured.covers(job.type())
                ? degraded(end, job)
                : step;
    }

    private NextStep degraded(NextStep.End end, Job job) {
        try {
            Output answer = storing.stored(answer(job), job).asDegraded();
            LOG.log(Level.INFO, "answered as a last resort job={0} tenant={1}", job.id(), job.tenant());
            return new NextStep.Degrade(answer);
        } catch (StoreUnavailable e) {
            LOG.log(Level.WARNING, "no last resort job={0}: {1}", job.id(), e.getMessage());
            return end;
        }
    }

    private Output answer(Job job) throws StoreUnavailable {
        return switch (job.type()) {
            case CHAT -> Output.chat(configured.chat().orElse(""), "stop");
            case SPEECH -> Output.of(List.of(binary("audio/wav", Silence.wav())));
            case IMAGE -> images(storing.request(job));
            case EMBEDDING -> throw new IllegalArgumentException("no embedding is made up");
        };
    }

    private static Output images(ObjectNode request) {
        int count = Math.clamp(request.path("n").asInt(1), 1, MOST_IMAGES);
        byte[] png = Placeholder.png(request.path("size").asText(""));
        return Output.of(Collections.nCopies(count, binary("image/png", png)));
    }

    private static Output.Binary binary(String contentType, byte[] content) {
        return new Output.Binary(contentType, content, JsonNodeFactory.instance.objectNode());
    }
}
