package io.spillway.gateway.refusal;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.spillway.gateway.backbone.BackboneSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Cuts off whoever takes too long to send a body, however steadily it drips: it holds a connection and a thread. A file
 * may be twenty times as large as other bodies, and gets as much more time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.9">RFC 9110, 408 Request Timeout</a>
 */
@Singleton
public class SlowBodies {
    private static final int BEFORE_THE_FRAMEWORK = 900;

    private final Outright outright;
    private final Vertx vertx;
    private final Duration patience;

    SlowBodies(Outright outright, Vertx vertx, BackboneSettings settings) {
        this.outright = outright;
        this.vertx = vertx;
        this.patience = settings.bodyTimeout();
        if (patience.toMillis() < 1) {
            throw new IllegalStateException("SPILLWAY_BODY_TIMEOUT is " + patience + "; it should be longer than PT0S");
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, BEFORE_THE_FRAMEWORK);
    }

    private void watch(RoutingContext exchange) {
        if (hasBody(exchange.request())) {
            Duration patient = patience(exchange.normalizedPath());
            look(exchange, patient, patient);
        }
        exchange.next();
    }

    /** Looks after {@code time} whether the body has come. */
    private void look(RoutingContext exchange, Duration time, Duration patient) {
        long timer = vertx.setTimer(Math.max(1, time.toMillis()), _ -> cutOff(exchange, patient));
        exchange.addEndHandler(_ -> vertx.cancelTimer(timer));
    }

    private Duration patience(String path) {
        return path.equals(BodyLimit.FILES) ? patience.multipliedBy(BodyLimit.FILE_BYTES / BodyLimit.BYTES) : patience;
    }

    private void cutOff(RoutingContext exchange, Duration patient) {
        // Whoever is answered already may go on to send what nobody reads: the end of the answer decides.
        if (exchange.request().isEnded() || exchange.response().headWritten()) {
            return;
        }
        @Nullable Long since = ReadingBegins.nanos(exchange);
        Duration left = since == null ? patient : patient.minusNanos(System.nanoTime() - since);
        if (left.isPositive()) {
            look(exchange, left, patient);
            return;
        }
        outright.answer(
                exchange,
                Refusal.of(
                        Problem.Kind.TOO_SLOW, "The body did not come within " + patient.toMillis() / 1000.0 + " s."));
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }
}
