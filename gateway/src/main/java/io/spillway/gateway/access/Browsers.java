package io.spillway.gateway.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.spillway.contract.cluster.Cluster;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Lets pages of the configured origins call, and read all of the answer. A request from elsewhere is answered as any
 * other; it is its browser that keeps the answer from the page.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS protocol</a>
 */
@Singleton
public class Browsers {
    private static final String ANYWHERE = "*";
    private static final int BEFORE_ALL_REFUSALS = 1_100;
    private static final int PREFLIGHT_HOLDS_S = 3_600;

    private final List<String> origins;
    private final CorsHandler cors;

    Browsers(Cluster cluster) {
        origins = cluster.origins();
        cors = (origins.contains(ANYWHERE)
                        ? CorsHandler.create()
                        : CorsHandler.create().addOrigins(origins))
                .allowedMethods(
                        Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE))
                // The star does not stand for Authorization, which has to be named.
                .allowedHeaders(Set.of("Authorization", ANYWHERE))
                .exposedHeaders(Set.of(ANYWHERE))
                .maxAgeSeconds(PREFLIGHT_HOLDS_S);
    }

    void register(@Observes Filters filters) {
        if (!origins.isEmpty()) {
            filters.register(this::admit, BEFORE_ALL_REFUSALS);
        }
    }

    private void admit(RoutingContext request) {
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && (origins.contains(ANYWHERE) || origins.contains(origin))) {
            cors.handle(request);
        } else {
            request.next();
        }
    }
}
