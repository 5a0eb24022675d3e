package io.spillway.gateway;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.spillway.contract.cluster.ClusterFile;
import io.spillway.contract.cluster.ConfigError;
import io.spillway.log.KafkaAccess;
import io.spillway.log.KeyAgreement;
import io.spillway.scheduling.RedisAccess;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/** Starts the gateway, unless the configuration has a mistake, which is said in one line. */
@QuarkusMain
public final class GatewayProcess {
    private GatewayProcess() {}

    public static void main(String... args) {
        String file = Optional.ofNullable(System.getenv("SPILLWAY_CONFIG")).orElse("spillway.yaml");
        try {
            ClusterFile.read(Path.of(file), System::getenv);
            KafkaAccess.check();
            RedisAccess.check(redis());
            KeyAgreement.read(
                    Optional.ofNullable(System.getenv(KeyAgreement.VARIABLE)).orElse(""));
        } catch (ConfigError e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        Quarkus.run(args);
    }

    private static URI redis() {
        String address = Optional.ofNullable(System.getenv("SPILLWAY_REDIS")).orElse("redis://localhost:6379");
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw new ConfigError("SPILLWAY_REDIS: should be an address such as redis://localhost:6379");
        }
    }
}
