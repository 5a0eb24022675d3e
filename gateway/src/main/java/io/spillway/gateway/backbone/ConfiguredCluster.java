package io.spillway.gateway.backbone;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.ClusterFile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** What {@code spillway.yaml} says. */
@Singleton
public class ConfiguredCluster {
    private static final Logger LOG = Logger.getLogger(ConfiguredCluster.class);

    @Produces
    @Singleton
    Cluster cluster(BackboneSettings settings) {
        Cluster cluster = ClusterFile.read(settings.config(), System::getenv);
        cluster.notices().forEach(notice -> LOG.warnf("config=%s %s", settings.config(), notice));
        return cluster;
    }
}
