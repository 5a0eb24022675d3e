package io.spillway.gateway.ops;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.availability.ClusterSettings;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The settings of the cluster as operators see them, and what they can be. */
@Schema(name = "Settings")
public record SettingsBody(
        @Schema(description = "Whether jobs may leave the first tier of their route.")
        boolean fallback,

        @Schema(description = "The route of jobs that name none, or `default`; null where the file decides.") @Nullable
        String mode,

        @Schema(description = "The target behind those of every route; null where there is none.") @Nullable
        String backup,

        @Schema(description = "What mode can be.") List<String> modes,
        @Schema(description = "What backup can be.") List<String> backups) {
    static SettingsBody of(ClusterSettings settings, Cluster cluster) {
        return new SettingsBody(
                settings.fallback(),
                settings.mode().orElse(null),
                settings.backup().map(TargetName::value).orElse(null),
                List.copyOf(cluster.routes().keySet()),
                cluster.targets().keySet().stream().map(TargetName::value).toList());
    }
}
