package io.spillway.gateway.admission;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The trace that the request at hand belongs to. */
final class CurrentTrace {
    private static final String FIELD = "traceparent";

    private CurrentTrace() {}

    /**
     * What makes the job's later life a part of it: a {@code traceparent} as in W3C Trace Context, 55 characters. None
     * where nothing is traced, or this request is not among those that are.
     */
    static Optional<String> parent() {
        if (!Span.current().getSpanContext().isSampled()) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(
                        Context.current(),
                        fields,
                        (into, name, value) -> Objects.requireNonNull(into).put(name, value));
        return Optional.ofNullable(fields.get(FIELD));
    }
}
