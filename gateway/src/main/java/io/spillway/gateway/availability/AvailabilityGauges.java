package io.spillway.gateway.availability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.TargetState;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** How the targets stand, for the metrics: what the feed has seen last, so a scrape never waits for Redis. */
@Singleton
class AvailabilityGauges {
    private final Cluster cluster;
    private final AvailabilityFeed feed;
    private final MeterRegistry meters;

    AvailabilityGauges(Cluster cluster, AvailabilityFeed feed, MeterRegistry meters) {
        this.cluster = cluster;
        this.feed = feed;
        this.meters = meters;
    }

    void onStart(@Observes StartupEvent event) {
        Gauge.builder(
                        "spillway.jobs.waiting",
                        () -> feed.fresh().map(seen -> (double) seen.waiting()).orElse(Double.NaN))
                .description("Jobs that wait in the whole cluster; NaN while that is not known")
                .register(meters);
        cluster.targets().keySet().forEach(target -> {
            gauge(
                    "spillway.target.available",
                    "1 while the target may be called with one key or another",
                    target,
                    state -> state.available() ? 1 : 0);
            gauge("spillway.target.waiting", "Jobs that wait and may go to the target", target, TargetState::waiting);
        });
    }

    private void gauge(String name, String description, TargetName target, ToDoubleFunction<TargetState> value) {
        Gauge.builder(
                        name,
                        () -> feed.fresh()
                                .map(seen -> value.applyAsDouble(seen.snapshot().of(target)))
                                .orElse(Double.NaN))
                .description(description)
                .tag("target", target.value())
                .register(meters);
    }
}
