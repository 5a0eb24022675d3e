package io.spillway.cloud.device;

import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.openai.OpenAiChat;
import io.spillway.contract.call.Device;
import io.spillway.contract.call.Devices;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls a device, in OpenAI's protocol, where it says that it is. */
public final class DeviceCaller implements ModelCaller {
    private final Provider provider;
    private final List<Target> targets;
    private final Supplier<Devices> devices;
    private final Connections connections;

    /** @param devices asked at each call, for who knows them is not known before the worker is at work */
    public DeviceCaller(Provider provider, List<Target> targets, Supplier<Devices> devices, Connections connections) {
        this.provider = provider;
        this.targets = targets;
        this.devices = devices;
        this.connections = connections;
    }

    @Override
    public Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
        Optional<Device> device = devices.get().find(provider.name());
        if (device.isEmpty()) {
            return away("the device has left");
        }
        // Looked at again: the ranges may be narrower here than where it registered.
        if (!provider.allows(device.get().baseUrl())) {
            return away("the device's address is in no range that is allowed");
        }
        Endpoint endpoint =
                new Endpoint(device.get().baseUrl(), provider.keys().stream().findFirst());
        return new OpenAiChat(endpoint, targets, connections, InstantSource.system()).call(call, tokens, stop);
    }

    private static Outcome away(String why) {
        // Without a time: the next heartbeat puts it back.
        return new Outcome.Exhausted(ExhaustionKind.UNHEALTHY, Optional.empty(), why);
    }
}
