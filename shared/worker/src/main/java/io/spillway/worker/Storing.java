package io.spillway.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.artifact.StoredJson;
import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.seal.Payload;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Moves what the log should not carry between a job and the artifact store: binaries, and JSON that is too long. */
final class Storing {
    private static final Logger LOG = System.getLogger(Storing.class.getName());
    /** Longer than clocks differ and an end takes to the log: nothing goes before the job's view does. */
    private static final Duration SLACK = Duration.ofHours(1);

    private final ArtifactStore store;

    Storing(ArtifactStore store) {
        this.store = store;
    }

    /** The same outcome with its answer stored; an answer that cannot be kept is a failure that may pass. */
    Outcome stored(Outcome outcome, Job job) {
        if (!(outcome instanceof Outcome.Completed completed)) {
            return outcome;
        }
        try {
            return completed.with(stored(completed.output(), job));
        } catch (StoreUnavailable e) {
            LOG.log(Level.WARNING, "not stored job={0}: {1}", job.id(), e.getMessage());
            return new Outcome.Transient("the answer could not be stored: " + e.getMessage());
        }
    }

    /** The same answer with references in the place of what was stored. */
    Output stored(Output output, Job job) throws StoreUnavailable {
        Instant until = Instant.now().plus(job.deadlines().resultTtl()).plus(SLACK);
        Output referring = output.stored(output.binaries().stream()
                .map(binary -> {
                    ArtifactRef ref = ArtifactRef.to(job.id(), until, binary.contentType(), binary.content());
                    store.put(ref, binary.content());
                    return ref;
                })
                .toList());
        return new Output(Payload.OUTPUT.sealed(
                store.keys(), job.id(), StoredJson.stored(store, job.id(), until, referring.body())));
    }

    /** Why the job's request cannot be read here, however often it is tried; empty if it can. */
    Optional<JobError> locked(Job job) {
        return Payload.REQUEST
                .locked(store.keys(), job.id(), job.request())
                .map(reason -> new JobError("payload_locked", reason));
    }

    /** The job's request, wherever it is; a copy that the caller may change. */
    ObjectNode request(Job job) throws StoreUnavailable {
        Optional<ArtifactRef> ref = StoredJson.ref(job.id(), job.request());
        return ref.isEmpty()
                ? Payload.REQUEST.opened(store.keys(), job.id(), job.request()).deepCopy()
                : StoredJson.load(store, ref.get())
                        .orElseThrow(() -> new StoreUnavailable("the request is not in the artifact store"));
    }
}
