package io.spillway.gateway.device;

import io.spillway.contract.call.Device;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.HealthReport;
import io.spillway.scheduling.Scheduler;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The devices of the configuration: they come, stay for a while, and leave. */
@Singleton
class KnownDevices {
    private static final Logger LOG = Logger.getLogger(KnownDevices.class);
    /** Until a worker has looked for itself, which prolongs it. */
    private static final Duration GONE = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Backbone backbone;

    KnownDevices(Cluster cluster, Backbone backbone) {
        this.cluster = cluster;
        this.backbone = backbone;
    }

    /** The provider that a device is. */
    Provider known(String name) throws Refusal {
        return Optional.ofNullable(cluster.providers().get(name))
                .filter(KnownDevices::isDevice)
                .orElseThrow(() -> Refusal.of(
                        Problem.Kind.NOT_FOUND, "There is no provider of the kind 'device' with this name."));
    }

    /** It is there, where it says; what waited for it goes there at once. */
    DeviceBody register(Provider provider, DeviceRequest request, Instant now) {
        Device device = new Device(provider.name(), request.baseUrl(), request.models(), now, now.plus(request.time()));
        Scheduler scheduler = backbone.connections().scheduler();
        scheduler.devices().register(device, request.time());
        scheduler.health().tell(provider.name(), new HealthReport(true, now, ""));
        boolean back = targets(provider).stream()
                        .filter(target -> scheduler.exhaustions().recover(target.name(), 0))
                        .count()
                > 0;
        if (back) {
            LOG.infof("device is there device=%s until=%s", device.name(), device.until());
        }
        return DeviceBody.of(provider, Optional.of(device), targets(provider));
    }

    /** It leaves; what is for it waits, or goes elsewhere. */
    void leave(Provider provider, Instant now) {
        Scheduler scheduler = backbone.connections().scheduler();
        if (scheduler.devices().forget(provider.name())) {
            String why = "the device has left";
            scheduler.health().tell(provider.name(), new HealthReport(false, now, why));
            targets(provider)
                    .forEach(target ->
                            scheduler.exhaustions().set(target.name(), 0, ExhaustionKind.UNHEALTHY, GONE, why));
            LOG.infof("device has left device=%s", provider.name());
        }
    }

    /** All of the configuration, in its order. */
    List<DeviceBody> all() {
        Scheduler scheduler = backbone.connections().scheduler();
        return cluster.providers().values().stream()
                .filter(KnownDevices::isDevice)
                .map(provider -> DeviceBody.of(provider, scheduler.devices().find(provider.name()), targets(provider)))
                .toList();
    }

    private List<Target> targets(Provider provider) {
        return cluster.targets().values().stream()
                .filter(target -> target.name().provider().equals(provider.name()))
                .toList();
    }

    private static boolean isDevice(Provider provider) {
        return provider.kind() == Provider.Kind.DEVICE;
    }
}
