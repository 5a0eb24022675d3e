package io.spillway.gateway.refusal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;

/** Turns away a path that cannot be decoded, such as one with {@code %zz} in it: the router would say nothing but 400. */
@Singleton
public class Undecodable {
    private static final int BEFORE_ALL_OTHERS = 1_100;

    private final ObjectMapper json;

    Undecodable(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_ALL_OTHERS);
    }

    private void check(RoutingContext request) {
        try {
            request.normalizedPath();
        } catch (IllegalArgumentException e) {
            answer(request);
            return;
        }
        request.next();
    }

    private void answer(RoutingContext request) {
        Problem problem = Problem.of(Problem.Kind.MALFORMED, "The path cannot be decoded.", List.of());
        boolean family = OpenAiError.isSpokenAt(String.valueOf(request.request().path()));
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, family ? "application/json" : Problem.MEDIA_TYPE)
                .end(text(family ? OpenAiError.of(problem) : problem));
    }

    private String text(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
