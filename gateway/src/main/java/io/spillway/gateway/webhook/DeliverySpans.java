package io.spillway.gateway.webhook;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.spillway.contract.job.Job;
import io.spillway.scheduling.DueDelivery;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells that an endpoint was told, as a span of its job's trace; nothing for a job that nobody traces. Without the
 * address, which may hold a secret of the endpoint's.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span">HTTP client spans</a>
 */
@Singleton
class DeliverySpans {
    private static final String FIELD = "traceparent";

    private final Tracer tracer;

    DeliverySpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** That {@code due} was sent at {@code from}, and what the endpoint said until now. */
    void tell(DueDelivery due, Optional<Job> job, Instant from, Verdict verdict) {
        job.flatMap(Job::trace).ifPresent(trace -> {
            SpanBuilder told = tracer.spanBuilder("POST webhook")
                    .setParent(W3CTraceContextPropagator.getInstance().extract(Context.root(), trace, TRACEPARENT))
                    .setSpanKind(SpanKind.CLIENT)
                    .setStartTimestamp(from)
                    .setAttribute("http.request.method", "POST")
                    .setAttribute("http.request.resend_count", due.tries())
                    .setAttribute("spillway.job.id", due.job().value())
                    .setAttribute("spillway.webhook.id", due.endpoint())
                    .setAttribute("spillway.delivery.id", due.id());
            verdict.status().ifPresent(status -> told.setAttribute("http.response.status_code", status));
            Span span = told.startSpan();
            if (!verdict.error().isEmpty()) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        });
    }

    private static final TextMapGetter<String> TRACEPARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
            return List.of(FIELD);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return key.equals(FIELD) ? carrier : null;
        }
    };
}
