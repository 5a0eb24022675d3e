package io.spillway.gateway.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.tenants.Quota;
import io.spillway.gateway.tenants.Tenant;
import io.spillway.gateway.tenants.Tenants;
import io.spillway.log.StateTable;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The keys in {@code spillway.state}; read from memory, so that no request waits for anybody. A key that opens nothing
 * gets one answer, and the same work is done for it, whatever is wrong with it: the reason is only counted.
 */
@Singleton
public class KeyRing {
    static final String PREFIX = "key/";

    /** Looked at where there is no record, so that unknown keys cost what others do. */
    private static final String NOBODY =
            Wire.text(KeyRecord.unlimited(new KeyHash("0".repeat(64), ""), TenantId.DEFAULT, Set.of(), Instant.EPOCH));

    private final Backbone backbone;
    private final Tenants tenants;
    private final KeySecrets secrets;
    private final KeyUse use;
    private final MeterRegistry meters;

    KeyRing(Backbone backbone, Tenants tenants, KeySecrets secrets, KeyUse use, MeterRegistry meters) {
        this.backbone = backbone;
        this.tenants = tenants;
        this.secrets = secrets;
        this.use = use;
        this.meters = meters;
    }

    /** Who holds {@code key}, if anybody does. */
    public Optional<Caller> holder(String key) throws Away {
        Found found = found(key);
        Tenant tenant = tenants.described(found.record().tenant());
        Instant now = Instant.now();
        String wrong = wrong(found, tenant, key, now);
        if (!wrong.isEmpty()) {
            meters.counter("spillway.keys.refused", "reason", wrong).increment();
            return Optional.empty();
        }
        use.saw(found.record().id(), now);
        return Optional.of(caller(found.record(), tenant));
    }

    /** Who holds the key that operators call {@code id}, if it opens anything. */
    public Optional<Caller> holderOf(String id) throws Away {
        return state().get(PREFIX + id.substring(KeyRecord.ID.length()))
                .map(text -> Wire.value(text, KeyRecord.class))
                .filter(secrets::know)
                .flatMap(record -> {
                    Tenant tenant = tenants.described(record.tenant());
                    return over(record, tenant, Instant.now()).isEmpty()
                            ? Optional.of(caller(record, tenant))
                            : Optional.empty();
                });
    }

    /** Whether there is any key that opens something; without one nobody can come in. */
    public boolean hasKeys() {
        return backbone.isOpen()
                && state().all(PREFIX).values().stream()
                        .map(text -> Wire.value(text, KeyRecord.class))
                        .anyMatch(record ->
                                secrets.know(record) && record.revokedAt().isEmpty());
    }

    private record Found(KeyRecord record, boolean matches) {}

    private Found found(String key) {
        Found best = new Found(Wire.value(NOBODY, KeyRecord.class), false);
        for (KeyHash hash : secrets.all(key)) {
            KeyRecord record = Wire.value(state().get(hash.place()).orElse(NOBODY), KeyRecord.class);
            if (hash.matches(record)) {
                best = new Found(record, true);
            }
        }
        return best;
    }

    /** Why the key opens nothing, in a word for the figures; empty if it does. */
    private static String wrong(Found found, Tenant tenant, String key, Instant now) {
        boolean formed = KeyText.wellFormed(key);
        if (!found.matches()) {
            return formed ? "unknown" : "mistyped";
        }
        return over(found.record(), tenant, now);
    }

    private static String over(KeyRecord record, Tenant tenant, Instant now) {
        if (record.revokedAt().isPresent() || !tenant.exists()) {
            return "revoked";
        }
        return record.isExpired(now) ? "expired" : "";
    }

    private static Caller caller(KeyRecord record, Tenant tenant) {
        return new Caller(
                record.tenant(),
                record.scopes(),
                // Older records carry it themselves.
                record.weight().orElse(tenant.weight()),
                tenant.residency(),
                new Grant(
                        record.id(),
                        record.models(),
                        record.maxPriority().orElse(0),
                        tenant.quota().orElse(Quota.NONE),
                        record.quota().orElse(Quota.NONE)));
    }

    private StateTable state() {
        return backbone.connections().state();
    }
}
