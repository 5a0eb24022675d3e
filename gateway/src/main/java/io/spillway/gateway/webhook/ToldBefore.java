package io.spillway.gateway.webhook;

import io.spillway.contract.job.TenantId;
import io.spillway.contract.webhook.DeliveryState;
import io.spillway.contract.wire.LogEntry;
import io.spillway.gateway.api.PageQuery;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.log.LogUnavailable;
import io.spillway.scheduling.DeliveryView;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds deliveries, and has one made again: the wish goes to the log, and is fulfilled by whoever reads it. */
@Singleton
class ToldBefore {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Backbone backbone;
    private final Endpoints endpoints;

    ToldBefore(Backbone backbone, Endpoints endpoints) {
        this.backbone = backbone;
        this.endpoints = endpoints;
    }

    /** A page of what a tenant's endpoint was told, and one more if there is one. */
    List<DeliveryView> page(TenantId tenant, String endpoint, PageQuery query) throws Refusal {
        Endpoint found = endpoints
                .find(tenant, endpoint)
                .orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, "There is no webhook of this id."));
        Optional<List<DeliveryView>> page =
                backbone.connections().scheduler().deliveries().of(found.id(), query.after(), query.limit() + 1);
        if (backbone.connections().scheduler().recovering()) {
            throw resting();
        }
        return page.orElseThrow(() -> PageQuery.wrong("after", "is no delivery of this webhook, or not any more"));
    }

    /** The delivery, which is pending again. */
    DeliveryView again(TenantId tenant, String id) throws Refusal {
        DeliveryView view = backbone.connections()
                .scheduler()
                .deliveries()
                .find(id)
                .filter(found -> found.tenant().equals(tenant))
                .orElseThrow(() -> missing(Refusal.of(Problem.Kind.NOT_FOUND, "There is no delivery of this id.")));
        Endpoint endpoint = endpoints
                .find(tenant, view.endpoint())
                .orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, "The delivery's webhook is gone."));
        if (!endpoint.enabled()) {
            throw Refusal.of(Problem.Kind.CONFLICT, "The webhook is not enabled.");
        }
        write(view);
        return new DeliveryView(
                view.id(),
                view.endpoint(),
                view.tenant(),
                view.job(),
                view.status(),
                view.at(),
                DeliveryState.PENDING,
                view.attempts(),
                Optional.empty());
    }

    private void write(DeliveryView view) {
        try {
            backbone.connections()
                    .log()
                    .append(new LogEntry.Told(
                            view.job(),
                            view.tenant(),
                            view.status(),
                            DeliveryState.PENDING,
                            view.attempts(),
                            Instant.now()));
        } catch (LogUnavailable e) {
            throw Refusal.notNow("Kafka does not answer; the message may be sent again or not.", SOON);
        }
    }

    /** What is not there may be on its way back. */
    private Refusal missing(Refusal otherwise) {
        return backbone.connections().scheduler().recovering() ? resting() : otherwise;
    }

    private static Refusal resting() {
        return Refusal.notNow("The scheduler is being filled again from the log.", SOON);
    }
}
