package io.spillway.gateway.backbone;

import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.cluster.ConfigError;
import io.spillway.log.KeyAgreement;
import io.spillway.log.artifact.ArtifactStores;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The artifact store that the environment names. */
@Singleton
public class ConfiguredArtifacts {
    @Produces
    @Singleton
    ArtifactStore store(BackboneSettings settings) {
        try {
            return ArtifactStores.open(
                    settings.artifacts(),
                    KeyAgreement.read(settings.payloadKeys().orElse("")));
        } catch (IllegalArgumentException e) {
            throw new ConfigError("SPILLWAY_ARTIFACTS: " + e.getMessage());
        }
    }

    void close(@Disposes ArtifactStore store) {
        store.close();
    }
}
