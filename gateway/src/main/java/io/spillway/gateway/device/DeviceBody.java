package io.spillway.gateway.device;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.contract.call.Device;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A device of the configuration, whether or not it is there. */
@Schema(name = "Device")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DeviceBody(
        @Schema(description = "The provider of the configuration that it is.")
        String name,

        boolean alive,
        @Nullable String baseUrl,

        @Schema(description = "What it has now; empty: whatever is configured.")
        List<String> models,

        @Schema(description = "Epoch seconds of its last heartbeat.") @Nullable
        Long seenAt,

        @Schema(description = "Epoch seconds at which it counts as gone, unless it says that it is there.") @Nullable
        Long expiresAt,

        @Schema(description = "The targets that it serves while it is there.")
        List<String> targets) {
    static DeviceBody of(Provider provider, Optional<Device> device, List<Target> targets) {
        return new DeviceBody(
                provider.name(),
                device.isPresent(),
                device.map(said -> said.baseUrl().toString()).orElse(null),
                device.map(Device::models).orElse(List.of()),
                device.map(said -> said.seenAt().getEpochSecond()).orElse(null),
                device.map(said -> said.until().getEpochSecond()).orElse(null),
                targets.stream().map(target -> target.name().value()).toList());
    }
}
