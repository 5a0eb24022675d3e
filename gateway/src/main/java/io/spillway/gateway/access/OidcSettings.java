package io.spillway.gateway.access;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Whose tokens are let in beside keys; nobody's if there is no issuer. */
@ConfigMapping(prefix = "spillway.oidc")
public interface OidcSettings {
    /** The issuer, an address below which {@code /.well-known/openid-configuration} lies. */
    Optional<String> issuer();

    /** What a token's {@code aud} has to name. */
    Optional<String> audience();

    /** The claim that names the tenant by its id; a path with slashes leads into objects. */
    String tenantClaim();

    /** The claim that lists scopes, in a list or with spaces between them. */
    String scopeClaim();
}
