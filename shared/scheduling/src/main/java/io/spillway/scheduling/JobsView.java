package io.spillway.scheduling;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.StoredJson;
import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.Job;
import io.spillway.contract.seal.Payload;
import io.spillway.contract.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code spillway.jobs} as the waiting room sees it. */
final class JobsView extends ScriptedView {
    private static final int BYTES_A_TOKEN = 4;
    private static final int USUAL_ANSWER = 256;
    private static final double COST_STEPS = 0x1p20;

    JobsView(Scripts scripts, Consumer<Entry> unreadable) {
        super(scripts, "jobs", unreadable);
    }

    @Override
    Scripts.Call applying(Partition partition, long readFrom, Entry entry) {
        Job job = Wire.job(entry.value());
        Optional<Turns> turns = Turns.of(job);
        Duration age = Duration.between(job.acceptedAt(), Instant.now());
        Scripts.Call call = new Scripts.Call(
                "schedule",
                partition.number(),
                partition.topicId(),
                readFrom,
                entry.offset(),
                job.id(),
                job.tenant(),
                new String(entry.value(), StandardCharsets.UTF_8),
                job.plan().key(),
                job.priority(),
                job.acceptedAt().toEpochMilli(),
                job.deadlines().due().toEpochMilli(),
                job.deadlines().endBy().toEpochMilli(),
                job.idempotency().map(Idempotency::key).orElse(""),
                job.idempotency().map(Idempotency::fingerprint).orElse(""),
                Math.max(1, Admission.keyLife(job).minus(age).toMillis()),
                tokens(job),
                cost(job.weight()),
                job.model(),
                Admission.metadata(job));
        return Admission.reserving(call, job)
                .with(
                        job.reservation()
                                .map(wanted -> QuotaLimit.texts(wanted.held()))
                                .orElse(""),
                        job.reservation()
                                .map(wanted -> QuotaLimit.texts(wanted.heldByKey()))
                                .orElse(""),
                        job.webhook().orElse(""),
                        turns.flatMap(Turns::continued).orElse(""),
                        turns.map(Turns::own).orElse(""));
    }

    /**
     * What a call costs the tenant's tag: 1 / weight, in steps of 2^-20, so that sums are exact in whatever order they
     * are added up.
     */
    private static String cost(double weight) {
        double cost = Math.rint(COST_STEPS / weight) / COST_STEPS;
        return cost == Math.rint(cost) ? Long.toString((long) cost) : Double.toString(cost);
    }

    /** Tokens a call of the job may cost: a quarter of its bytes, and what it may answer at most or usually. */
    private static long tokens(Job job) {
        ObjectNode request = job.request();
        long answer = request.path("max_completion_tokens")
                .asLong(request.path("max_tokens").asLong(USUAL_ANSWER));
        long bytes = StoredJson.ref(job.id(), request).map(ArtifactRef::bytes).orElseGet(() -> Payload.size(request));
        return bytes / BYTES_A_TOKEN + answer;
    }
}
