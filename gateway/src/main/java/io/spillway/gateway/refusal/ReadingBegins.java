package io.spillway.gateway.refusal;

import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Notes when a thread is about to read a request's body. Until then a busy gateway lets it lie, all of it perhaps, and
 * its client is not who is slow.
 */
public class ReadingBegins {
    private static final String SINCE = ReadingBegins.class.getName();

    @ServerRequestFilter
    public void note(RoutingContext exchange) {
        exchange.put(SINCE, System.nanoTime());
    }

    /** When that was, by {@link System#nanoTime}; null if it has not been yet. */
    static @Nullable Long nanos(RoutingContext exchange) {
        return exchange.get(SINCE);
    }
}
