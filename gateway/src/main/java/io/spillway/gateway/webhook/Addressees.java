package io.spillway.gateway.webhook;

import io.spillway.contract.job.TenantId;
import java.util.Optional;

/** Who can be told. */
interface Addressees {
    /** One of a tenant's endpoints, as it stands. */
    Optional<Endpoint> find(TenantId tenant, String id);

    /** Sends nothing more to {@code endpoint}, unless it was pointed elsewhere meanwhile. */
    void disable(Endpoint endpoint);
}
