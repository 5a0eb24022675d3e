package io.spillway.gateway.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.tenants.Quota;
import io.spillway.gateway.tenants.Tenant;
import io.spillway.gateway.tenants.Tenants;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/** Bearer tokens of an OpenID provider, as an alternative to keys; the tenant and the scopes are claims. */
@Singleton
public class Tokens {
    private static final Logger LOG = Logger.getLogger(Tokens.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final OidcSettings settings;
    private final IdentityProviderManager providers;
    private final Tenants tenants;
    private final MeterRegistry meters;

    Tokens(OidcSettings settings, IdentityProviderManager providers, Tenants tenants, MeterRegistry meters) {
        this.settings = settings;
        this.providers = providers;
        this.tenants = tenants;
        this.meters = meters;
    }

    /** Whether there is somebody whose tokens are let in. */
    boolean taken() {
        return settings.issuer().isPresent();
    }

    /** Whoever holds the token of this request; fails with a refusal. */
    Uni<Caller> holder(RoutingContext exchange) {
        return QuarkusHttpUser.getSecurityIdentity(exchange, providers)
                .onFailure()
                .transform(this::refusal)
                .map(this::holder);
    }

    private Caller holder(SecurityIdentity identity) throws Refusal, Away {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw unknown();
        }
        Claims claims = Claims.of(token.getRawToken());
        Tenant tenant = tenant(claims);
        return new Caller(
                tenant.id(),
                claims.scopes(settings.scopeClaim()),
                tenant.weight(),
                tenant.residency(),
                new Grant(claims.holder(), Optional.empty(), 0, tenant.quota().orElse(Quota.NONE), Quota.NONE));
    }

    private Tenant tenant(Claims claims) {
        String name = settings.tenantClaim();
        String id = claims.text(name)
                .orElseThrow(() -> Refusal.of(
                        Problem.Kind.FORBIDDEN, "This token has no claim '" + name + "' that names its tenant."));
        return tenants.find(id)
                .orElseThrow(() -> Refusal.of(
                        Problem.Kind.FORBIDDEN, "This token's claim '" + name + "' names no tenant of this cluster."));
    }

    private Throwable refusal(Throwable failure) {
        if (failure instanceof AuthenticationFailedException) {
            return unknown();
        }
        LOG.warnf("the issuer of tokens does not answer: %s", failure.getMessage());
        return Refusal.notNow("The issuer of tokens does not answer.", SOON);
    }

    private Refusal unknown() {
        meters.counter("spillway.keys.refused", "reason", "token").increment();
        return Refusal.of(
                        Problem.Kind.UNAUTHENTICATED,
                        "This token is not taken here: it is over, of another issuer, for another audience, or not"
                                + " signed by its issuer.")
                .with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }
}
