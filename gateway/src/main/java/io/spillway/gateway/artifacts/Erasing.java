package io.spillway.gateway.artifacts;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.artifact.StoredJson;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.seal.Payload;
import io.spillway.scheduling.JobView;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Removes what the store holds for a job that nobody is to see any more. */
@Singleton
public class Erasing {
    private static final Logger LOG = Logger.getLogger(Erasing.class);

    private final ArtifactStore store;

    Erasing(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Erases a job's long request, long answer and binary results. What cannot be reached now, or is written by a call
     * that is just ending, is left to the sweep, which removes it when its time is over; nobody can fetch it until then.
     */
    public void erase(JobView job) {
        try {
            refs(job).forEach(store::delete);
        } catch (StoreUnavailable e) {
            LOG.warnf("left to the sweep job=%s: %s", job.job().id(), e.getMessage());
        }
    }

    private List<ArtifactRef> refs(JobView view) {
        Stream<ArtifactRef> request = StoredJson.ref(view.job().id(), view.job().request()).stream();
        return Stream.concat(request, view.output().stream().flatMap(output -> refs(view, output)))
                .toList();
    }

    private Stream<ArtifactRef> refs(JobView view, Output output) {
        return StoredJson.ref(view.job().id(), output.body())
                .map(ref -> Stream.concat(
                        Stream.of(ref),
                        StoredJson.load(store, ref).map(Output::new).stream()
                                .flatMap(whole -> whole.artifacts().stream())))
                .orElseGet(() -> new Output(
                                Payload.OUTPUT.opened(store.keys(), view.job().id(), output.body()))
                        .artifacts().stream());
    }
}
