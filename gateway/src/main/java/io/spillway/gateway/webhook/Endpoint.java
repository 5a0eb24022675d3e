package io.spillway.gateway.webhook;

import io.spillway.contract.job.TenantId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A place that wants to be told, as it stands in {@code spillway.state}.
 *
 * @param events what it wants to be told of
 * @param enabled whether anything is sent to it
 * @param retired the secret before this one, if it may still be in use
 */
public record Endpoint(
        String id,
        TenantId tenant,
        URI url,
        Set<EventType> events,
        boolean enabled,
        Instant createdAt,
        Secret secret,
        Optional<Retired> retired) {
    /** How long the secret before still signs after a rotation. */
    static final Duration GRACE = Duration.ofHours(24);

    /**
     * A secret that was replaced.
     *
     * @param until when it stops signing
     */
    public record Retired(Secret secret, Instant until) {}

    /** The secrets that sign at {@code now}, the newest first. */
    List<Secret> signing(Instant now) {
        return Stream.concat(
                        Stream.of(secret),
                        retired.filter(old -> now.isBefore(old.until())).map(Retired::secret).stream())
                .toList();
    }

    /** The same with a new secret; the present one signs beside it for {@link #GRACE}. */
    Endpoint rotated(Instant now) {
        Optional<Retired> leaving = Optional.of(new Retired(secret, now.plus(GRACE)));
        return new Endpoint(id, tenant, url, events, enabled, createdAt, Secret.create(), leaving);
    }

    /** The same with what a change names. */
    Endpoint changed(URI toUrl, Set<EventType> toEvents, boolean toEnabled) {
        return new Endpoint(id, tenant, toUrl, toEvents, toEnabled, createdAt, secret, retired);
    }
}
