package io.spillway.cloud;

import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.openai.OpenAiChat;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.Pool;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every provider that is called over HTTP, as one caller: a call goes to the provider that its target names. */
public final class CloudCaller implements ModelCaller, AutoCloseable {
    private final Connections connections = new Connections();
    private final Map<String, ModelCaller> providers = new HashMap<>();

    /** The providers of {@code cluster} that have targets in the pool {@code cloud}, each with its best key. */
    public CloudCaller(Cluster cluster, InstantSource time) {
        for (Provider provider : cluster.providers().values()) {
            List<Target> targets = cluster.targetsOf(Pool.CLOUD).stream()
                    .filter(target -> target.name().provider().equals(provider.name()))
                    .toList();
            if (!targets.isEmpty()) {
                caller(provider, targets, time).ifPresent(caller -> providers.put(provider.name(), caller));
            }
        }
    }

    @Override
    public Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
        ModelCaller provider = providers.get(call.target().provider());
        return provider == null
                ? new Outcome.Refused(call.target() + " is not served here")
                : provider.call(call, tokens, stop);
    }

    /** Drops every connection. */
    @Override
    public void close() {
        connections.close();
    }

    private Optional<ModelCaller> caller(Provider provider, List<Target> targets, InstantSource time) {
        return switch (provider.kind()) {
            case OPENAI -> {
                URI address = provider.baseUrl()
                        .orElseThrow(() -> new IllegalArgumentException(provider.name() + " has no base-url"));
                Optional<String> key = provider.keys().stream().findFirst();
                yield Optional.of(new OpenAiChat(new Endpoint(address, key), targets, connections, time));
            }
            case GGUF -> Optional.empty();
        };
    }
}
