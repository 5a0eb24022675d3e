package io.spillway.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spillway.contract.call.ProviderReport;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.Wire;
import io.spillway.contract.wire.WorkerOrder;
import io.spillway.log.LogWriter;
import io.spillway.log.ReplayingConsumer;
import io.spillway.log.StateTable;
import io.spillway.log.Topics;
import io.spillway.log.artifact.FolderStore;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.TargetState;
import io.spillway.testing.JobBuilder;
import io.spillway.testing.TestKafka;
import io.spillway.testing.TestRedis;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import io.spillway.testing.provider.ScriptedProvider;
import io.spillway.worker.WorkerProcess;
import io.spillway.worker.WorkerSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Cloud workers on a real Kafka, a real Redis and real sockets; the test is the gateway. */
class CloudWorkerTest {
    private static final int PARTITIONS = 2;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int JOBS = 400;

    private static Scheduler gateway;
    private static LogWriter log;
    private static ReplayingConsumer outcomes;

    private final ScriptedProvider server = ScriptedProvider.start();
    private final List<WorkerProcess> workers = new ArrayList<>();

    @BeforeAll
    static void open() {
        Topics.ensure(TestKafka.bootstrapServers(), PARTITIONS, (short) 1);
        gateway = Scheduler.connect(TestRedis.address(), "gateway", PARTITIONS);
        log = LogWriter.open(TestKafka.bootstrapServers(), Duration.ofSeconds(10));
        outcomes = ReplayingConsumer.start(
                TestKafka.bootstrapServers(), Topics.OUTCOMES, "gateways", gateway.outcomesView(_ -> {}));
    }

    @AfterAll
    static void closeAll() {
        outcomes.close();
        log.close();
        gateway.close();
    }

    @AfterEach
    void close() {
        workers.forEach(WorkerProcess::close);
        server.close();
    }

    @Test
    void aFifthOfTheCallsFailsAndNoJobDoesNorPaysMuchMore() {
        // Given
        Target target = target("flaky/model");
        server.script(Script.always(Reply.text("You said: {prompt}")).failing(20, 4711, Reply.status(500)));
        worker(target, Optional.empty());
        // When
        List<Job> jobs =
                IntStream.range(0, JOBS).mapToObj(n -> submit(target, n)).toList();
        // Then
        List<JobView> ended = jobs.stream().map(this::ended).toList();
        assertThat(ended).allMatch(view -> view.status() == JobStatus.COMPLETED);
        assertThat(server.journal().calls()).hasSizeBetween(JOBS, JOBS * 13 / 10);
        assertThat(ended)
                .as("chance benches nothing")
                .flatExtracting(JobView::attempts)
                .noneMatch(attempt -> ((Attempt) attempt).outcome().equals("exhausted"));
        assertThat(ended).allSatisfy(view -> {
            assertThat(view.attempts().getLast().usage()).isPresent();
            assertThat(view.attempts().getLast().cost()).isPresent();
        });
    }

    @Test
    void aLoneJobOutlivesAProviderThatIsDownForLongerThanItsAttempts() {
        // Given
        Target target = target("shaken/model");
        Reply down = Reply.status(500);
        server.script(Script.sequence(down, down, down, Reply.cut(), Reply.text("back")));
        worker(target, Optional.empty());
        // When
        Job job = JobBuilder.aJob().targets(target.name().value()).build();
        log.append(job);
        // Then
        JobView ended = ended(job);
        assertThat(ended.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(ended.attempts())
                .extracting(Attempt::outcome)
                .containsExactly("transient", "transient", "transient", "transient", "completed");
    }

    @Test
    void aProviderThatIsNotWellIsNotCalledAndIsUsedAgainOnceItIs() {
        // Given: two workers, one of which asks for both
        Target target = target("moody/model");
        server.looked(Reply.status(503));
        Provider.Health health = new Provider.Health("/models", Duration.ofSeconds(1));
        worker(target, Optional.of(health));
        worker(target, Optional.of(health));
        await().atMost(SOON).until(() -> !state(target).available());
        // When
        Job job = submit(target, 0);
        int before = server.lookups();
        await().atMost(SOON).until(() -> server.lookups() >= before + 3);
        // Then
        TargetState.Key key = state(target).keys().getFirst();
        assertThat(key.kind()).contains(ExhaustionKind.UNHEALTHY);
        assertThat(key.why()).isEqualTo("health check: GET /models answered 503");
        assertThat(gateway.health().all().get("moody").well()).isFalse();
        assertThat(server.journal().calls()).isEmpty();
        // When
        server.well();
        // Then
        assertThat(ended(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(gateway.health().all().get("moody").well()).isTrue();
    }

    @Test
    void aWorkerLooksAgainWhenItIsAskedTo() throws Exception {
        // Given
        Target target = target("asked/model");
        server.models("another");
        worker(target, Optional.empty());
        await().atMost(SOON).until(() -> found("asked").isPresent());
        server.models("model");
        Instant order = Instant.parse("2026-01-01T00:00:00Z");
        try (StateTable state = StateTable.follow(TestKafka.bootstrapServers(), log)) {
            // When
            state.put(WorkerOrder.look("asked"), Wire.text(new WorkerOrder(order)));
            // Then
            await().atMost(SOON)
                    .until(() -> found("asked").flatMap(ProviderReport::asked).isPresent());
            assertThat(found("asked").orElseThrow().asked()).contains(order);
            assertThat(found("asked").orElseThrow().state()).isEqualTo(ProviderReport.State.READY);
        }
    }

    private static Optional<ProviderReport> found(String provider) {
        return gateway.views().workers().stream()
                .flatMap(worker -> worker.providers().stream())
                .filter(report -> report.provider().equals(provider))
                .findFirst();
    }

    @Test
    void aWorkerSaysWhatItFoundOfItsProviders() {
        // Given
        Target target = target("found/model");
        server.models("another");
        // When
        worker(target, Optional.empty());
        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                gateway.views().workers().stream().flatMap(worker -> worker.providers().stream()))
                        .anySatisfy(report -> {
                            assertThat(report.provider()).isEqualTo("found");
                            assertThat(report.detail()).isEqualTo("it does not list model");
                        }));
        assertThat(ended(submit(target, 0)).status())
                .as("it is called all the same")
                .isEqualTo(JobStatus.COMPLETED);
    }

    @TempDir
    private Path artifacts;

    private void worker(Target target, Optional<Provider.Health> health) {
        Provider provider = new Provider(
                target.name().provider(),
                Provider.Kind.OPENAI,
                Optional.of(server.baseUrl()),
                List.of(),
                List.of(),
                Optional.empty(),
                health,
                false);
        Cluster cluster =
                new Cluster(Map.of(provider.name(), provider), Map.of(target.name(), target), Map.of(), List.of());
        WorkerSettings settings = new WorkerSettings(
                "worker-cloud-" + workers.size(),
                Pool.CLOUD,
                "test",
                cluster,
                TestKafka.bootstrapServers(),
                TestRedis.address(),
                PARTITIONS,
                (short) 1,
                100,
                Duration.ofSeconds(2),
                new FolderStore(artifacts));
        CloudServing serving = new CloudServing(cluster);
        serving.look();
        WorkerProcess process = WorkerProcess.start(settings, serving);
        workers.add(process);
        await().atMost(SOON).until(process::ready);
    }

    private static Target target(String name) {
        TargetName target = new TargetName(name);
        return new Target(
                target,
                target.model(),
                Optional.empty(),
                Pool.CLOUD,
                Set.of(JobType.CHAT),
                JsonNodeFactory.instance.objectNode(),
                Target.Timeouts.DEFAULT,
                Limits.NONE,
                Optional.of(new Target.Price(BigDecimal.ONE, BigDecimal.TEN)),
                Optional.empty());
    }

    private static Job submit(Target target, int number) {
        Job job = JobBuilder.aJob()
                .partition(number % PARTITIONS)
                .targets(target.name().value())
                .retry(new Retry(6, List.of(Duration.ofMillis(50))))
                .build();
        log.append(job);
        return job;
    }

    private JobView ended(Job job) {
        return await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .until(() -> view(job), view -> view != null && view.status().ended());
    }

    private static JobView view(Job job) {
        return gateway.views().look(job.id(), job.tenant()) instanceof Look.Found found ? found.view() : null;
    }

    private static TargetState state(Target target) {
        return gateway.exhaustions().states(Map.of(target.name(), 1)).getFirst();
    }
}
