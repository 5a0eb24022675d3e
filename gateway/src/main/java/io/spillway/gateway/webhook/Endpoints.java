package io.spillway.gateway.webhook;

import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.log.LogUnavailable;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The endpoints in {@code spillway.state}; read from memory, so that all gateways know all of them. */
@Singleton
public class Endpoints implements Addressees {
    private static final Logger LOG = Logger.getLogger(Endpoints.class);
    private static final String PREFIX = "webhook/";

    private final Backbone backbone;

    Endpoints(Backbone backbone) {
        this.backbone = backbone;
    }

    /** A tenant's own, oldest first. */
    List<Endpoint> of(TenantId tenant) throws Away {
        return backbone.connections().state().all(PREFIX + tenant + "/").values().stream()
                .map(text -> Wire.value(text, Endpoint.class))
                .sorted(Comparator.comparing(Endpoint::createdAt).thenComparing(Endpoint::id))
                .toList();
    }

    /** Those of all tenants after {@code after}, by their ids, at most {@code most}. */
    List<Endpoint> all(Optional<String> after, int most) throws Away {
        return backbone.connections().state().all(PREFIX).values().stream()
                .map(text -> Wire.value(text, Endpoint.class))
                .filter(endpoint -> after.isEmpty() || endpoint.id().compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(Endpoint::id))
                .limit(most)
                .toList();
    }

    /** One of a tenant's own. */
    @Override
    public Optional<Endpoint> find(TenantId tenant, String id) throws Away {
        return backbone.connections().state().get(key(tenant, id)).map(text -> Wire.value(text, Endpoint.class));
    }

    /** Keeps {@code endpoint}, in the place of the one that has its id. */
    void keep(Endpoint endpoint) throws Away, LogUnavailable {
        backbone.connections().state().put(key(endpoint.tenant(), endpoint.id()), Wire.text(endpoint));
    }

    /** Forgets it and what it was to be told. */
    void remove(Endpoint endpoint) throws Away, LogUnavailable {
        backbone.connections().state().remove(key(endpoint.tenant(), endpoint.id()));
        try {
            backbone.connections().scheduler().deliveries().mute(endpoint.id());
        } catch (RedisUnavailable e) {
            LOG.infof("deliveries are dropped when they are due webhook=%s: %s", endpoint.id(), e.getMessage());
        }
    }

    @Override
    public void disable(Endpoint endpoint) {
        try {
            find(endpoint.tenant(), endpoint.id())
                    .filter(now -> now.url().equals(endpoint.url()))
                    .ifPresent(now -> keep(now.changed(now.url(), now.events(), false)));
        } catch (LogUnavailable e) {
            LOG.warnf("not disabled webhook=%s: %s", endpoint.id(), e.getMessage());
        }
    }

    private static String key(TenantId tenant, String id) {
        return PREFIX + tenant + "/" + id;
    }
}
