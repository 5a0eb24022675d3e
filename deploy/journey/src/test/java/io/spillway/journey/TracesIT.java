package io.spillway.journey;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.restassured.http.ContentType;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Hook;
import io.spillway.journey.language.Seen;
import io.spillway.journey.language.Spans;
import io.spillway.testing.provider.Reply;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One job is one trace, from the client's own span to the model's answer, as an OTLP collector gets it. */
@Order(6)
class TracesIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PROMPT = "nobody may read this in a trace";

    private final Cluster cluster = Cluster.calm();
    private final Front front = cluster.front();

    @Test
    void aJobThatSpillsOverIsOneTraceFromTheRequestToTheAnswer() {
        // Given
        cluster.models().always("broken", Reply.status(500));
        String trace = hex(16);
        String client = hex(8);
        Hook hook = new Hook(_ -> 200);
        String endpoint = hook.register(front);
        // When
        String id = Seen.of(front.asking()
                        .contentType(ContentType.JSON)
                        .header("traceparent", "00-" + trace + "-" + client + "-01")
                        .body(Ask.chat("broken_first", PROMPT).webhook(endpoint).json())
                        .post("/v1/jobs")
                        .asString())
                .id();
        Seen end = front.ended(id);
        // Then
        List<Spans.Told> spans = Awaitility.await("all spans have come")
                .atMost(SOON)
                .until(
                        () -> cluster.spans().of(trace),
                        came -> came.stream()
                                                .filter(span -> span.name().startsWith("chat "))
                                                .count()
                                        == end.body().path("attempts").size()
                                && came.stream().anyMatch(span -> span.kind() == SpanKind.SPAN_KIND_SERVER)
                                && came.stream().anyMatch(span -> span.name().equals("POST webhook")));
        hook.close();
        Set<String> known = spans.stream().map(Spans.Told::id).collect(Collectors.toSet());
        assertThat(spans)
                .as("whose parent is unknown")
                .allMatch(span -> known.contains(span.parent()) || span.parent().equals(client));
        assertThat(spans.stream().map(span -> span.process() + ": " + span.name()))
                .contains(
                        "spillway-gateway: POST /v1/jobs",
                        "spillway-gateway: POST webhook",
                        "spillway-worker-cloud: wait",
                        "spillway-worker-cloud: process spillway.jobs",
                        "spillway-worker-cloud: chat broken",
                        "spillway-worker-local: wait",
                        "spillway-worker-local: process spillway.jobs",
                        "spillway-worker-local: chat demo");
        assertThat(spans.stream().map(Spans.Told::kind))
                .contains(SpanKind.SPAN_KIND_SERVER, SpanKind.SPAN_KIND_PRODUCER, SpanKind.SPAN_KIND_CONSUMER);
        assertThat(spans)
                .filteredOn(span -> span.name().equals("chat demo"))
                .allSatisfy(span -> assertThat(span.attributes())
                        .containsEntry("gen_ai.provider.name", "llama.cpp")
                        .containsKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"));
        assertThat(cluster.models().calls(PROMPT))
                .as("the provider that is to be told knows whose trace it is in")
                .isNotEmpty()
                .allSatisfy(call ->
                        assertThat(call.request().headers().get("traceparent")).contains(trace));
        assertThat(spans.toString()).doesNotContain("nobody may read this").doesNotContain(front.key());
        spans.forEach(
                span -> System.out.println("journey: span " + span.process() + " " + span.kind() + " " + span.name()));
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
