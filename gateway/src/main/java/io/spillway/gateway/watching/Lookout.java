package io.spillway.gateway.watching;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.artifact.StoredJson;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.seal.Payload;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.forecast.Estimates;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Looks at a job, and fetches its answer where that is too long for the view. */
@Singleton
public class Lookout {
    private final Glance glance;
    private final ArtifactStore store;

    private final Estimates estimates;

    Lookout(Glance glance, ArtifactStore store, Estimates estimates) {
        this.glance = glance;
        this.store = store;
        this.estimates = estimates;
    }

    /** The job as {@code tenant} may see it now. */
    public Look look(JobId id, TenantId tenant) throws Away, RedisUnavailable {
        return seen(glance.look(id, tenant));
    }

    /** The job, whoever's it is. */
    public Look lookAsOperator(JobId id) throws Away, RedisUnavailable {
        return seen(glance.lookAsOperator(id));
    }

    private Look seen(Look look) throws Away {
        return switch (look) {
            case Look.Found(JobView view) -> new Look.Found(whole(estimates.told(view)));
            case Look.Unknown unknown -> unknown;
            case Look.Resting resting -> resting;
        };
    }

    /** The same view with its answer in it, wherever that lies. */
    public JobView whole(JobView view) throws Away {
        JobView opened = opened(view);
        Optional<ArtifactRef> ref =
                view.output().flatMap(output -> StoredJson.ref(view.job().id(), output.body()));
        return ref.isEmpty() ? opened : with(opened, load(ref.get()));
    }

    /** The same view with what is encrypted made readable; asks no store. */
    public JobView opened(JobView view) {
        Job job = view.job();
        Job readable = job.withRequest(Payload.REQUEST.opened(store.keys(), job.id(), job.request()));
        return with(view.with(readable), view.output().map(output -> new Output(opened(job.id(), output))));
    }

    /** An answer that cannot be opened here is there all the same, and says what is missing. */
    private ObjectNode opened(JobId id, Output output) {
        return Payload.OUTPUT
                .locked(store.keys(), id, output.body())
                .map(reason -> JsonNodeFactory.instance.objectNode().put("unreadable", reason))
                .orElseGet(() -> Payload.OUTPUT.opened(store.keys(), id, output.body()));
    }

    /** Empty if somebody has emptied the store: the job has ended all the same. */
    private Optional<Output> load(ArtifactRef ref) throws Away {
        try {
            return StoredJson.load(store, ref).map(Output::new);
        } catch (StoreUnavailable e) {
            throw new Away("The artifact store does not answer.");
        }
    }

    private static JobView with(JobView view, Optional<Output> output) {
        return new JobView(
                view.job(),
                view.status(),
                view.startedAt(),
                view.completedAt(),
                view.attempts(),
                view.running(),
                output,
                view.error(),
                view.queue());
    }
}
