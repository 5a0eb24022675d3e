package io.spillway.gateway.refusal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Turns away a body that says itself to be too large, before a byte of it is read. */
@Singleton
public class BodyLimit {
    /** The most bytes a body may have. */
    public static final int BYTES = 10 * 1024 * 1024;
    /** The most bytes an uploaded file may have. */
    public static final int FILE_BYTES = 200 * 1024 * 1024;

    private static final String FILES = "/v1/files";
    /** What a form says around its file. */
    private static final int FORM_BYTES = 64 * 1024;

    private static final int BEFORE_THE_FRAMEWORK = 1_000;

    private final ObjectMapper json;

    BodyLimit(ObjectMapper json) {
        this.json = json;
    }

    /** What is said of a body that is too large. */
    public static Refusal refusal() {
        return refusal(BYTES);
    }

    /** What is said of one that is larger than {@code most} bytes. */
    public static Refusal refusal(int most) {
        return Refusal.of(Problem.Kind.TOO_LARGE, "The body is larger than " + most / (1024 * 1024) + " MiB.")
                .with("Connection", "close");
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_THE_FRAMEWORK);
    }

    private void check(RoutingContext request) {
        boolean file = request.normalizedPath().equals(FILES);
        if (length(request.request().getHeader(HttpHeaders.CONTENT_LENGTH))
                <= (file ? FILE_BYTES + FORM_BYTES : BYTES)) {
            request.next();
            return;
        }
        Refusal refusal = refusal(file ? FILE_BYTES : BYTES);
        if (OpenAiError.isSpokenAt(request.normalizedPath())) {
            answer(request, refusal, "application/json", OpenAiError.of(refusal.problem()));
        } else {
            answer(request, refusal, Problem.MEDIA_TYPE, refusal.problem());
        }
    }

    private void answer(RoutingContext request, Refusal refusal, String mediaType, Object body) {
        refusal.headers().forEach((name, value) -> request.response().putHeader(name, value));
        request.response()
                .setStatusCode(refusal.problem().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
                .end(text(body));
    }

    private static long length(@Nullable String header) {
        // Anything but a plain number has been refused by the HTTP decoder already.
        return header == null || !header.matches("\\d{1,18}") ? 0 : Long.parseLong(header);
    }

    private String text(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
