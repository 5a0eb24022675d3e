package io.spillway.gateway.refusal;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Turns away a body that says itself to be too large, before a byte of it is read. */
@Singleton
public class BodyLimit {
    /** The most bytes a body may have. */
    public static final int BYTES = 10 * 1024 * 1024;
    /** The most bytes an uploaded file may have. */
    public static final int FILE_BYTES = 200 * 1024 * 1024;

    /** Where files go. */
    static final String FILES = "/v1/files";
    /** What a form says around its file. */
    private static final int FORM_BYTES = 64 * 1024;

    private static final int BEFORE_THE_FRAMEWORK = 1_000;

    private final Outright outright;

    BodyLimit(Outright outright) {
        this.outright = outright;
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
        outright.answer(request, refusal(file ? FILE_BYTES : BYTES));
    }

    private static long length(@Nullable String header) {
        // Anything but a plain number has been refused by the HTTP decoder already.
        return header == null || !header.matches("\\d{1,18}") ? 0 : Long.parseLong(header);
    }
}
