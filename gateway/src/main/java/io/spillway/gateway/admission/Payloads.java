package io.spillway.gateway.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.artifact.StoredJson;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.Job;
import io.spillway.contract.seal.Payload;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Requests that are too long for the log go to the artifact store before their job knocks at the door. */
@Singleton
public class Payloads {
    private static final Logger LOG = Logger.getLogger(Payloads.class);
    private static final Duration SLACK = Duration.ofHours(1);

    private final ArtifactStore store;

    Payloads(ArtifactStore store) {
        this.store = store;
    }

    /** The job with its request stored if it is long. A job that is not let in leaves it to the sweep at the latest. */
    Job stored(Job job) throws StoreUnavailable {
        return job.withRequest(Payload.REQUEST.sealed(
                store.keys(), job.id(), StoredJson.stored(store, job.id(), until(job.deadlines()), job.request())));
    }

    /** The job with its request in it, wherever that is. */
    public Job whole(Job job) throws Refusal, StoreUnavailable {
        return StoredJson.ref(job.id(), job.request())
                .map(ref -> StoredJson.load(store, ref)
                        .orElseThrow(() -> Refusal.of(
                                Problem.Kind.NOT_FOUND, "The job's request is no longer in the artifact store.")))
                .map(job::withRequest)
                .orElseGet(() -> job.withRequest(opened(job)));
    }

    /** The job with its request in it, if that can be read here and is no longer than the log takes. */
    public Job readable(Job job) {
        return job.withRequest(Payload.REQUEST.opened(store.keys(), job.id(), job.request()));
    }

    private ObjectNode opened(Job job) throws Refusal {
        Payload.REQUEST.locked(store.keys(), job.id(), job.request()).ifPresent(reason -> {
            throw Refusal.of(Problem.Kind.CONFLICT, "The job cannot be read here: " + reason + ".");
        });
        return Payload.REQUEST.opened(store.keys(), job.id(), job.request());
    }

    /** Drops what was stored for a job that does not exist. */
    void drop(Job job) {
        try {
            StoredJson.ref(job.id(), job.request()).ifPresent(store::delete);
        } catch (StoreUnavailable e) {
            LOG.debugf("left to the sweep job=%s: %s", job.id(), e.getMessage());
        }
    }

    /** As long as the job can be seen: until then somebody may want to run it again. */
    private static Instant until(Deadlines deadlines) {
        return deadlines.endBy().plus(deadlines.resultTtl()).plus(SLACK);
    }
}
