package io.spillway.cloud.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spillway.cloud.provider.Chats;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.ProviderContract;
import io.spillway.contract.call.Device;
import io.spillway.contract.call.Devices;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.cluster.AddressRange;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import io.spillway.testing.provider.Reply;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeviceContractTest extends ProviderContract {
    @Override
    protected ModelCaller caller(URI baseUrl, Optional<String> key, Target target, Connections connections) {
        return new DeviceCaller(provider(key, "127.0.0.0/8"), List.of(target), () -> at(baseUrl), connections);
    }

    @Override
    protected Reply error(int status, String message) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("message", message).putNull("code");
        return Reply.json(status, body.toString());
    }

    @Test
    void whoeverIsNotThereOrNotWhereHeMayBeIsNotCalled() {
        // Given
        List<Target> targets = List.of(Chats.aTarget(Chats.PATIENT));
        Provider elsewhere = provider(Optional.empty(), "192.168.0.0/16");
        // When
        Outcome gone = new DeviceCaller(elsewhere, targets, () -> Devices.NONE, connections)
                .call(Chats.aChat("hi"), tokens::add, stop);
        Outcome outside = new DeviceCaller(elsewhere, targets, () -> at(provider.baseUrl()), connections)
                .call(Chats.aChat("hi"), tokens::add, stop);
        // Then
        assertThat(gone)
                .isEqualTo(new Outcome.Exhausted(ExhaustionKind.UNHEALTHY, Optional.empty(), "the device has left"));
        assertThat(outside.word()).isEqualTo("exhausted");
        assertThat(provider.journal().visits()).isEmpty();
    }

    private static Devices at(URI baseUrl) {
        return name -> Optional.of(new Device(name, baseUrl, List.of(), Instant.now(), Instant.MAX));
    }

    private static Provider provider(Optional<String> key, String allowed) {
        return new Provider(
                "scripted",
                Provider.Kind.DEVICE,
                Optional.empty(),
                key.stream().toList(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(AddressRange.parse(allowed)));
    }
}
