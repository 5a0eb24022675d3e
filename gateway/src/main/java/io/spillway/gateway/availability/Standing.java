package io.spillway.gateway.availability;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.scheduling.HealthReport;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.TargetState;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/** How the targets of the configuration stand in Redis. */
@Singleton
public class Standing {
    private final Cluster cluster;
    private final Backbone backbone;

    Standing(Cluster cluster, Backbone backbone) {
        this.cluster = cluster;
        this.backbone = backbone;
    }

    /**
     * All targets at one moment, in the configuration's order.
     *
     * @param at not later than the states
     */
    public record Snapshot(Instant at, Map<TargetName, TargetState> states) {
        /** How {@code target}, which is one of the configuration, stands. */
        public TargetState of(TargetName target) {
            TargetState state = states.get(target);
            if (state == null) {
                throw new IllegalArgumentException("not in the configuration: " + target);
            }
            return state;
        }
    }

    /** All targets as they stand now; while Redis is away, refused at once instead of letting every reader wait. */
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 500, failOn = RedisUnavailable.class)
    public Snapshot look() throws Away, RedisUnavailable {
        Instant at = Instant.now();
        Map<TargetName, Integer> asked = new LinkedHashMap<>();
        cluster.targets().keySet().forEach(target -> asked.put(target, keys(target)));
        Map<TargetName, TargetState> states = new LinkedHashMap<>();
        backbone.connections()
                .scheduler()
                .exhaustions()
                .states(asked)
                .forEach(state -> states.put(state.target(), state));
        return new Snapshot(at, states);
    }

    /** What the providers that are asked whether they are well said last. */
    public Map<String, HealthReport> healths() throws Away, RedisUnavailable {
        return backbone.connections().scheduler().health().all();
    }

    /** How many keys a target's provider has; one without a key counts as one. */
    public int keys(TargetName target) {
        Provider provider = cluster.providers().get(target.provider());
        return provider == null
                ? 1
                : Math.max(1, provider.keys().size() + provider.reserveKeys().size());
    }
}
