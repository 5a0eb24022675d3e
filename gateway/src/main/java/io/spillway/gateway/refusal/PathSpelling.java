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
import java.util.regex.Pattern;

/** Turns away a path that no server can decode; the framework would do so without a word. */
@Singleton
public class PathSpelling {
    private static final int BEFORE_THE_FRAMEWORK = 1_001;
    private static final Pattern WRONG = Pattern.compile("%(?![0-9a-fA-F]{2})");

    private final ObjectMapper json;

    PathSpelling(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_THE_FRAMEWORK);
    }

    private void check(RoutingContext request) {
        String uri = request.request().uri();
        if (!WRONG.matcher(uri).find()) {
            request.next();
            return;
        }
        Problem problem = Problem.of(
                Problem.Kind.MALFORMED,
                "path holds a '%' that is not followed by two hexadecimal digits",
                List.of(new Problem.FieldError("path", "should have two hexadecimal digits after every '%'")));
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(text(problem));
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
