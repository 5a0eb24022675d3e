package io.spillway.gateway.backbone;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.smallrye.common.annotation.Identifier;
import io.spillway.log.KafkaAccess;
import io.spillway.scheduling.RedisAccess;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** Gives the clients that Quarkus makes the same access to Kafka and Redis as those that we make. */
@Singleton
public class SecuredStores implements RedisOptionsCustomizer {
    private final RedisAccess redis;

    SecuredStores(BackboneSettings settings) {
        this.redis = RedisAccess.of(settings.redis());
    }

    @Produces
    @Singleton
    @Identifier("access")
    Map<String, Object> kafka() {
        return KafkaAccess.settings();
    }

    @Override
    public void customize(String client, RedisOptions options) {
        if (redis.encrypted()) {
            NetClientOptions net = options.getNetClientOptions();
            net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
            redis.ca().ifPresent(ca -> net.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
            redis.certificate()
                    .ifPresent(certificate -> redis.key()
                            .ifPresent(key -> net.setKeyCertOptions(new PemKeyCertOptions()
                                    .addCertPath(certificate.toString())
                                    .addKeyPath(key.toString()))));
        }
    }
}
