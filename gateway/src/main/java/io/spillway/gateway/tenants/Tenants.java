package io.spillway.gateway.tenants;

import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The tenants in {@code spillway.state}; read from memory, and written once their record has been read back. */
@Singleton
public class Tenants {
    private static final Logger LOG = Logger.getLogger(Tenants.class);
    private static final String PREFIX = "tenant/";
    /** Until then another gateway may still accept jobs by what the tenant was. */
    private static final Duration KNOWN_EVERYWHERE = Duration.ofSeconds(2);

    private final Backbone backbone;
    private final ReentrantLock changing = new ReentrantLock();

    Tenants(Backbone backbone) {
        this.backbone = backbone;
    }

    /** The tenant as its record describes it, deleted or not; without a record, one like any other. */
    public Tenant described(TenantId id) throws Away {
        return record(id).orElseGet(() -> Tenant.undescribed(id));
    }

    /** The tenant, if it has a record and is not deleted. The tenant {@code default} always exists. */
    public Optional<Tenant> find(String id) throws Away {
        return TenantId.wellFormed(id)
                ? Optional.of(new TenantId(id))
                        .flatMap(
                                known -> known.equals(TenantId.DEFAULT) ? Optional.of(described(known)) : record(known))
                        .filter(Tenant::exists)
                : Optional.empty();
    }

    /** The tenant, or a refusal. */
    public Tenant known(String id) throws Away, Refusal {
        return find(id).orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, "There is no such tenant."));
    }

    /** All that exist, oldest first. */
    List<Tenant> all() throws Away {
        Stream<Tenant> described = state().all(PREFIX).values().stream().map(text -> Wire.value(text, Tenant.class));
        return Stream.concat(described, Stream.of(described(TenantId.DEFAULT)))
                .filter(Tenant::exists)
                .distinct()
                .sorted(Comparator.comparing(Tenant::createdAt)
                        .thenComparing(tenant -> tenant.id().value()))
                .toList();
    }

    Tenant create(Tenant tenant) throws Away, LogUnavailable {
        put(tenant);
        LOG.infof("created tenant=%s", tenant.id());
        return tenant;
    }

    /** Changes a tenant; of two changes at once on different gateways the later one counts as a whole. */
    Tenant change(String id, UnaryOperator<Tenant> change) throws Away, LogUnavailable, Refusal {
        changing.lock();
        try {
            Tenant changed = change.apply(known(id));
            put(changed);
            tell(changed);
            LOG.infof("changed tenant=%s", id);
            return changed;
        } finally {
            changing.unlock();
        }
    }

    void delete(String id, Instant now) throws Away, LogUnavailable, Refusal {
        if (id.equals(TenantId.DEFAULT.value())) {
            throw Refusal.of(Problem.Kind.CONFLICT, "The tenant 'default' cannot be deleted.");
        }
        change(id, tenant -> tenant.deleted(now));
    }

    /** Jobs that wait are held to the new quota at once; should Redis be away, the tenant's next job brings it. */
    private void tell(Tenant tenant) {
        try {
            backbone.connections()
                    .scheduler()
                    .admission()
                    .limit(
                            tenant.id(),
                            Optional.empty(),
                            tenant.quota().orElse(Quota.NONE).held(),
                            Instant.now().plus(KNOWN_EVERYWHERE));
        } catch (RedisUnavailable e) {
            LOG.warnf("new quota not told yet tenant=%s: %s", tenant.id(), e.getMessage());
        }
    }

    private Optional<Tenant> record(TenantId id) {
        return state().get(PREFIX + id).map(text -> Wire.value(text, Tenant.class));
    }

    private void put(Tenant tenant) {
        state().put(PREFIX + tenant.id(), Wire.text(tenant));
    }

    private StateTable state() {
        return backbone.connections().state();
    }
}
