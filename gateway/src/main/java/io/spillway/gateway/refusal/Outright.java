package io.spillway.gateway.refusal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Answers with a refusal before the framework has seen the whole request, and hangs up a little later: a connection that
 * is closed with bytes unread is reset, and the answer lost.
 */
@Singleton
class Outright {
    private static final Duration LINGERING = Duration.ofSeconds(1);

    private final ObjectMapper json;
    private final Vertx vertx;

    Outright(ObjectMapper json, Vertx vertx) {
        this.json = json;
        this.vertx = vertx;
    }

    void answer(RoutingContext request, Refusal refusal) {
        if (OpenAiError.isSpokenAt(request.normalizedPath())) {
            answer(request, refusal, "application/json", OpenAiError.of(refusal.problem()));
        } else {
            answer(request, refusal, Problem.MEDIA_TYPE, refusal.problem());
        }
        // What still comes is thrown away.
        request.request().resume();
        vertx.setTimer(LINGERING.toMillis(), _ -> request.request().connection().close());
    }

    private void answer(RoutingContext request, Refusal refusal, String mediaType, Object body) {
        refusal.headers().forEach((name, value) -> request.response().putHeader(name, value));
        request.response()
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .setStatusCode(refusal.problem().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
                .end(text(body));
    }

    private String text(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
