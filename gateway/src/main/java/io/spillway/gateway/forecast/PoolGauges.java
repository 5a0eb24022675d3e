package io.spillway.gateway.forecast;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.routing.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** The pools' figures as metrics, for autoscaling: every gateway says the same of the whole cluster. */
@Singleton
class PoolGauges {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofMinutes(5);

    private final Cluster cluster;
    private final SceneFeed feed;
    private final MeterRegistry meters;

    PoolGauges(Cluster cluster, SceneFeed feed, MeterRegistry meters) {
        this.cluster = cluster;
        this.feed = feed;
        this.meters = meters;
    }

    void onStart(@Observes StartupEvent event) {
        gauge("waiting", "Jobs whose next target is one of the pool's", PoolFigures::waiting);
        gauge("startable", "Those of them that wait for a free slot only", PoolFigures::startable);
        gauge("running", "Calls of the pool's targets under way", PoolFigures::running);
        gauge("slots", "Calls that the pool's workers can run at once", PoolFigures::slots);
        gauge(
                "oldest.waiting.seconds",
                "How long the oldest of the jobs next in turn has waited",
                figures -> figures.oldest().toMillis() / 1_000.0);
        gauge(
                "arrivals.per.second",
                "Jobs that came lately",
                figures -> figures.pace().arrivals());
        gauge(
                "served.per.second",
                "Jobs that ended lately",
                figures -> figures.pace().served());
        forecast("1m", SOON);
        forecast("5m", LATER);
    }

    private void forecast(String name, Duration time) {
        gauge(
                "forecast.arrivals." + name,
                "Jobs that will come in that time, if it goes on as lately",
                figures -> figures.arrivals(time));
        gauge(
                "forecast.waiting." + name,
                "Jobs that will wait then, if it goes on as lately",
                figures -> figures.waitingAfter(time));
    }

    private void gauge(String name, String description, ToDoubleFunction<PoolFigures> value) {
        for (Pool pool : cluster.pools()) {
            Gauge.builder(
                            "spillway.pool." + name,
                            () -> feed.fresh()
                                    .map(scene -> value.applyAsDouble(PoolFigures.of(pool, scene, cluster)))
                                    .orElse(Double.NaN))
                    .description(description + "; NaN while that is not known")
                    .tag("pool", pool.word())
                    .register(meters);
        }
    }
}
