package io.spillway.gateway.availability;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Route;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.log.LogUnavailable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What operators have set for the whole cluster, as {@code spillway.state} has it, and what it makes of routes. A route or
 * target that has left the configuration since counts as not set.
 */
@Singleton
public class Settings {
    private static final String PLACE = "settings";
    private static final String DEFAULT_ROUTE = "default";

    private final Cluster cluster;
    private final Supplier<ClusterSettings> current;
    private final Optional<Backbone> backbone;

    @Inject
    Settings(Cluster cluster, Backbone backbone) {
        this.cluster = cluster;
        this.backbone = Optional.of(backbone);
        this.current = () -> backbone.isOpen()
                ? backbone.connections()
                        .state()
                        .get(PLACE)
                        .map(text -> Wire.value(text, ClusterSettings.class))
                        .orElse(ClusterSettings.NONE)
                : ClusterSettings.NONE;
    }

    /** What {@code current} says, kept by somebody else. */
    public Settings(Cluster cluster, Supplier<ClusterSettings> current) {
        this.cluster = cluster;
        this.current = current;
        this.backbone = Optional.empty();
    }

    /** What holds. */
    public ClusterSettings current() {
        ClusterSettings set = current.get();
        return new ClusterSettings(
                set.fallback(),
                set.mode().filter(cluster.routes()::containsKey),
                set.backup().filter(cluster.targets()::containsKey));
    }

    /** Sets it; returns once every reader of this process sees it. */
    public void set(ClusterSettings settings) throws LogUnavailable {
        backbone.orElseThrow().connections().state().put(PLACE, Wire.text(settings));
    }

    /**
     * The route that jobs which mean {@code route} go along.
     *
     * @param named whether the client has named it
     */
    public Route mode(Route route, boolean named) {
        return named && !route.name().equals(DEFAULT_ROUTE)
                ? route
                : current().mode().map(cluster.routes()::get).orElse(route);
    }

    /** Whether jobs of {@code route} may leave the first tier of their plan. */
    public boolean fallback(Route route) {
        return route.fallback() && current().fallback();
    }

    /**
     * The target behind those of {@code route}, unless that is in it. Who names a target means that one, and who names a
     * tier alone wants no other: these have no backup.
     */
    public Optional<TargetName> backup(Route route) {
        return current()
                .backup()
                .filter(_ -> fallback(route) && cluster.routes().containsKey(route.name()) && !isTierAlone(route))
                .filter(target -> !route.plan().targets().contains(target));
    }

    private static boolean isTierAlone(Route route) {
        return route.tiers().size() == 1 && route.name().endsWith("_only");
    }

    /** How {@code route} looks to its jobs now: by the mode, in its first tier where fallback is off, with its backup. */
    public Route inForce(Route route) {
        Route meant = mode(route, true);
        Plan plan = fallback(meant) ? meant.plan() : meant.firstTier(meant.plan());
        return new Route(
                route.name(),
                backup(meant).map(plan::and).orElse(plan),
                meant.strategy(),
                meant.rules(),
                meant.tiers(),
                meant.fallback(),
                meant.retry());
    }
}
