package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.tenants.Tenants;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;

/** Makes keys and revokes them. Any number of a tenant's keys are live at once, so that one takes another's place. */
@Singleton
class KeyMaking {
    private static final Logger LOG = Logger.getLogger(KeyMaking.class);

    private final Backbone backbone;
    private final Tenants tenants;
    private final KeySecrets secrets;
    private final KeyUse use;
    private final SecureRandom random = new SecureRandom();

    KeyMaking(Backbone backbone, Tenants tenants, KeySecrets secrets, KeyUse use) {
        this.backbone = backbone;
        this.tenants = tenants;
        this.secrets = secrets;
        this.use = use;
    }

    /** A key that was just made; its text is shown now and never again. */
    record Made(KeyRecord record, String key) {}

    Made make(String tenant, KeyRequest request) throws Away, LogUnavailable, Refusal {
        TenantId owner = tenants.known(tenant).id();
        String key = KeyText.random(random);
        KeyRecord record = KeyRecord.unlimited(secrets.current(key), owner, request.scopes(), Instant.now())
                .limited(request);
        state().put(record.place(), Wire.text(record));
        LOG.infof("made key=%s tenant=%s scopes=%s", record.id(), owner, request.scopes());
        return new Made(record, key);
    }

    /** The tenant's keys that are not revoked, oldest first. */
    List<KeyBody> of(String tenant) throws Away, Refusal {
        TenantId owner = tenants.known(tenant).id();
        return state().all(KeyRing.PREFIX).values().stream()
                .map(text -> Wire.value(text, KeyRecord.class))
                .filter(record ->
                        record.tenant().equals(owner) && record.revokedAt().isEmpty())
                .sorted(Comparator.comparing(KeyRecord::createdAt).thenComparing(KeyRecord::id))
                .map(record -> KeyBody.of(record, use.last(record.id(), state())))
                .toList();
    }

    void revoke(String tenant, String id) throws Away, LogUnavailable, Refusal {
        TenantId owner = tenants.known(tenant).id();
        KeyRecord record = state().all(KeyRing.PREFIX).values().stream()
                .map(text -> Wire.value(text, KeyRecord.class))
                .filter(known -> known.id().equals(id)
                        && known.tenant().equals(owner)
                        && known.revokedAt().isEmpty())
                .findFirst()
                .orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, "This tenant has no such key."));
        state().put(record.place(), Wire.text(record.revoked(Instant.now())));
        use.forget(id, state());
        LOG.infof("revoked key=%s tenant=%s", id, owner);
    }

    private StateTable state() {
        return backbone.connections().state();
    }
}
