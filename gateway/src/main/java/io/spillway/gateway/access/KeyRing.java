package io.spillway.gateway.access;

import io.spillway.contract.job.Job;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The keys in {@code spillway.state}; read from memory, so that no request waits for anybody. */
@Singleton
public class KeyRing {
    static final String PREFIX = "key/";

    private final Backbone backbone;

    KeyRing(Backbone backbone) {
        this.backbone = backbone;
    }

    /** Who holds {@code key}, if anybody does. */
    public Optional<Caller> holder(String key) throws Away {
        return holder(KeyHash.of(key));
    }

    /** Who holds the key with this hash, if anybody does. */
    Optional<Caller> holder(KeyHash hash) throws Away {
        return backbone.connections()
                .state()
                .get(hash.place())
                .map(text -> Wire.value(text, KeyRecord.class))
                .filter(hash::matches)
                .map(record -> new Caller(
                        record.tenant(), record.scopes(), record.weight().orElse(Job.DEFAULT_WEIGHT)));
    }

    /** Whether there is any key; without one nobody can come in. */
    public boolean hasKeys() {
        return backbone.isOpen() && !backbone.connections().state().all(PREFIX).isEmpty();
    }
}
