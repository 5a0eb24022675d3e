package io.spillway.cloud.guard;

import io.spillway.cloud.provider.Chats;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.anthropic.AnthropicProtocol;
import io.spillway.cloud.provider.gemini.GeminiProtocol;
import io.spillway.cloud.provider.ollama.OllamaProtocol;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.openai.OpenAiChat;
import io.spillway.cloud.provider.translation.Protocol;
import io.spillway.cloud.provider.translation.TranslatedChat;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import io.spillway.embedded.EmbeddedRedis;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Offer;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.Spill;
import io.spillway.testing.JobBuilder;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import io.spillway.testing.provider.ScriptedProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every form of a hint from a socket to the scheduler in Redis, whose clock the test moves: nobody is given the target a
 * millisecond before its time, and then one alone.
 */
class NoCallBeforeItsTimeTest {
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static EmbeddedRedis redis;
    private static Scheduler scheduler;
    private static LogView jobs;
    private static Instant now = HintRows.NOW;
    private static long offset;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        redis = EmbeddedRedis.start(folder);
        scheduler = Scheduler.connect(URI.create(redis.uri()), "test", 1, Optional.of(() -> now));
        jobs = scheduler.jobsView(_ -> {});
        scheduler.outcomesView(_ -> {}).resume(new LogView.Partition(0, "outcomes", 0));
        offset = jobs.resume(new LogView.Partition(0, "jobs", 0));
    }

    @AfterAll
    static void close() {
        scheduler.close();
        redis.close();
    }

    static Stream<Arguments> hints() {
        List<HintRows.Row> rows =
                HintRows.all().filter(row -> !row.hint().equals("none")).toList();
        return Stream.of("openai", "anthropic", "gemini", "ollama")
                .flatMap(kind -> rows.stream().map(row -> arguments(kind, row)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("hints")
    void nobodyCallsBeforeTheReset(String kind, HintRows.Row row) {
        // Given
        TargetName target = new TargetName(kind + "/m" + offset);
        submit(target);
        submit(target);
        Grant refused = take(target, 1).getFirst();
        try (ScriptedProvider provider = ScriptedProvider.start();
                Connections connections = new Connections()) {
            provider.script(Script.always(reply(row)));
            // When
            Outcome outcome =
                    caller(kind, provider.baseUrl(), connections).call(Chats.aChat("hi"), _ -> {}, new StopSignal());
            Outcome.Exhausted exhausted = (Outcome.Exhausted) outcome;
            scheduler.leases().spill(refused.lease(), Optional.empty(), spill(exhausted, refused));
        }
        // Then
        Duration hint = Duration.parse(row.hint());
        assertThat(take(target, 2)).isEmpty();
        now = now.plus(hint).minusMillis(1);
        assertThat(take(target, 2)).as("a millisecond before").isEmpty();
        now = now.plusMillis(1);
        assertThat(take(target, 2)).as("the probe").hasSize(1);
    }

    private static Spill spill(Outcome.Exhausted exhausted, Grant grant) {
        return new Spill(
                grant.plan(),
                Duration.ZERO,
                Optional.of(new Spill.Bench(
                        grant.target(), grant.key(), exhausted.kind(), exhausted.retryAfter(), exhausted.detail())));
    }

    private static void submit(TargetName target) {
        Job job = JobBuilder.aJob()
                .partition(0)
                .acceptedAt(now)
                .endIn(Duration.ofDays(3))
                .targets(target.value())
                .build();
        offset = jobs.apply(
                new LogView.Partition(0, "jobs", offset + 1),
                offset,
                List.of(new LogView.Entry(offset, Wire.encode(job))));
    }

    private static List<Grant> take(TargetName target, int most) {
        return scheduler
                .waitingRoom()
                .take("worker", most, List.of(new Offer(target, 1, 1, most, Limits.NONE)), LEASE)
                .grants();
    }

    private static Reply reply(HintRows.Row row) {
        Reply reply = Reply.json(row.status(), row.body());
        for (var header : row.headerMap().entrySet()) {
            reply = reply.header(header.getKey(), header.getValue().getFirst());
        }
        return reply;
    }

    private static ModelCaller caller(String kind, URI address, Connections connections) {
        Endpoint endpoint = new Endpoint(address, Optional.empty());
        List<Target> targets = List.of(Chats.aTarget(Chats.PATIENT));
        InstantSource time = InstantSource.fixed(HintRows.NOW);
        return switch (kind) {
            case "anthropic" -> translated(AnthropicProtocol::new, endpoint, connections);
            case "gemini" -> translated(GeminiProtocol::new, endpoint, connections);
            case "ollama" -> translated(OllamaProtocol::new, endpoint, connections);
            default -> new OpenAiChat(endpoint, targets, connections, time);
        };
    }

    private static ModelCaller translated(
            Function<Endpoint, Protocol> protocol, Endpoint endpoint, Connections connections) {
        return new TranslatedChat(
                protocol,
                endpoint,
                List.of(Chats.aTarget(Chats.PATIENT)),
                connections,
                InstantSource.fixed(HintRows.NOW));
    }
}
