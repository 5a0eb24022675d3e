package io.spillway.gateway.access;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.spillway.contract.cluster.ConfigError;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** The OpenID provider that the environment names; asked for its keys when the first token comes. */
@ApplicationScoped
public class Issuer implements TenantConfigResolver {
    private final OidcSettings settings;

    Issuer(OidcSettings settings) {
        this.settings = settings;
    }

    void onStart(@Observes StartupEvent event) {
        if (settings.issuer().isPresent() && settings.audience().isEmpty()) {
            throw new ConfigError("SPILLWAY_OIDC_AUDIENCE: is missing; without it the issuer's tokens for anybody else"
                    + " would be let in");
        }
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext exchange, OidcRequestContext<OidcTenantConfig> context) {
        return Uni.createFrom().item(settings.issuer().flatMap(this::config).orElse(null));
    }

    /** Tokens are checked here, by the issuer's published keys: nobody is asked about each. */
    private Optional<OidcTenantConfig> config(String issuer) {
        return settings.audience()
                .map(audience -> OidcTenantConfig.authServerUrl(issuer)
                        .tenantId("issuer")
                        .token()
                        .audience(audience)
                        .allowJwtIntrospection(false)
                        .allowOpaqueTokenIntrospection(false)
                        .end()
                        .build());
    }
}
