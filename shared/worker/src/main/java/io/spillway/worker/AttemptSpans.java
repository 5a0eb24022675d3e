package io.spillway.worker;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.Outcome;
import io.spillway.scheduling.Grant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells an attempt that has ended as spans of its job's trace: how long the job waited for it, its time in this worker,
 * and the call itself by OpenTelemetry's conventions for generative AI. Without content: no prompt, no answer.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/">GenAI spans</a>
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">Kafka spans</a>
 */
final class AttemptSpans {
    private static final AttributeKey<String> JOB = AttributeKey.stringKey("spillway.job.id");
    private static final AttributeKey<Long> NUMBER = AttributeKey.longKey("spillway.attempt");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("spillway.outcome");

    private final Tracer tracer;
    private final Cluster cluster;

    AttemptSpans(Tracer tracer, Cluster cluster) {
        this.tracer = tracer;
        this.cluster = cluster;
    }

    void tell(Grant grant, Attempt attempt, Outcome outcome) {
        Context job = parent(grant.job());
        told(tracer.spanBuilder("wait").setParent(job), grant, waitingSince(grant), attempt.startedAt());
        Span process = told(
                tracer.spanBuilder("process spillway.jobs")
                        .setParent(job)
                        .setSpanKind(SpanKind.CONSUMER)
                        .setAttribute("messaging.system", "kafka")
                        .setAttribute("messaging.operation.name", "process")
                        .setAttribute("messaging.operation.type", "process")
                        .setAttribute("messaging.destination.name", "spillway.jobs")
                        .setAttribute(OUTCOME, outcome.word()),
                grant,
                attempt.startedAt(),
                Instant.now());
        Span call = call(grant, attempt, outcome)
                .setParent(job.with(process))
                .setStartTimestamp(attempt.startedAt())
                .startSpan();
        failure(outcome).ifPresent(why -> call.setAttribute("error.type", why).setStatus(StatusCode.ERROR));
        call.end(attempt.endedAt());
    }

    private static Span told(SpanBuilder builder, Grant grant, Instant from, Instant to) {
        Span span = builder.setAttribute(JOB, grant.job().id().value())
                .setAttribute(NUMBER, (long) grant.attempt())
                .setStartTimestamp(from)
                .startSpan();
        span.end(to);
        return span;
    }

    private SpanBuilder call(Grant grant, Attempt attempt, Outcome outcome) {
        String operation = operation(grant.job().type());
        String model = model(grant);
        SpanBuilder span = tracer.spanBuilder(operation + " " + model)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("gen_ai.operation.name", operation)
                .setAttribute("gen_ai.provider.name", provider(grant))
                .setAttribute("gen_ai.request.model", model)
                .setAttribute("spillway.target", grant.target().value())
                .setAttribute(OUTCOME, outcome.word());
        attempt.usage()
                .ifPresent(usage -> span.setAttribute("gen_ai.usage.input_tokens", usage.inputTokens())
                        .setAttribute("gen_ai.usage.output_tokens", usage.outputTokens()));
        if (outcome instanceof Outcome.Completed completed
                && completed.output().body().hasNonNull("finish_reason")) {
            span.setAttribute(
                    AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"),
                    List.of(completed.output().body().path("finish_reason").asText()));
        }
        return span;
    }

    /** Since its last attempt ended, or since it was accepted. */
    private static Instant waitingSince(Grant grant) {
        return grant.history().isEmpty()
                ? grant.job().acceptedAt()
                : grant.history().getLast().endedAt();
    }

    private static String operation(JobType type) {
        return switch (type) {
            case CHAT -> "chat";
            case EMBEDDING -> "embeddings";
            case SPEECH -> "speech";
            case IMAGE -> "image_generation";
        };
    }

    /** The provider's own name of the model. */
    private String model(Grant grant) {
        return Optional.ofNullable(cluster.targets().get(grant.target()))
                .map(target -> target.model())
                .orElseGet(() -> grant.target().model());
    }

    private String provider(Grant grant) {
        Provider provider = cluster.providers().get(grant.target().provider());
        if (provider == null) {
            return grant.target().provider();
        }
        return switch (provider.kind()) {
            case OPENAI -> "openai";
            case ANTHROPIC -> "anthropic";
            case GEMINI -> "gcp.gemini";
            case OLLAMA -> "ollama";
            case DEVICE -> provider.name();
            case GGUF -> "llama.cpp";
        };
    }

    private static Optional<String> failure(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed _, Outcome.Cancelled _, Outcome.Interrupted _ -> Optional.empty();
            case Outcome.Exhausted exhausted -> Optional.of(exhausted.kind().word());
            case Outcome.Transient _, Outcome.Rejected _, Outcome.Refused _, Outcome.Empty _, Outcome.Crashed _ ->
                Optional.of(outcome.word());
        };
    }

    private static Context parent(Job job) {
        return job.trace()
                .map(trace -> W3CTraceContextPropagator.getInstance().extract(Context.root(), trace, TRACEPARENT))
                .orElseGet(Context::root);
    }

    private static final TextMapGetter<String> TRACEPARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
            return List.of("traceparent");
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return key.equals("traceparent") ? carrier : null;
        }
    };
}
