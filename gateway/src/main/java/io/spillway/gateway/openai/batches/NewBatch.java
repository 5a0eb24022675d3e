package io.spillway.gateway.openai.batches;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.backbone.Away;
import io.spillway.log.LogUnavailable;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;

/** Gives a batch its names, notes it, and has it begun. */
@Singleton
class NewBatch {
    private final Batches batches;
    private final BatchKeeper keeper;
    private final SecureRandom random = new SecureRandom();

    NewBatch(Batches batches, BatchKeeper keeper) {
        this.batches = batches;
        this.keeper = keeper;
    }

    Batch begun(TenantId tenant, Batch.Wish wish) throws Away, LogUnavailable {
        Batch batch = Batch.of(id(), tenant, wish, new Batch.Outlets(id(), id()));
        batches.put(batch);
        keeper.look();
        return batch;
    }

    private JobId id() {
        return JobId.create(Instant.now(), 0, random);
    }
}
