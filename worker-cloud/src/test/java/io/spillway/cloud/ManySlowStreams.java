package io.spillway.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobType;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import io.spillway.log.LogWriter;
import io.spillway.log.ReplayingConsumer;
import io.spillway.log.Topics;
import io.spillway.log.artifact.FolderStore;
import io.spillway.scheduling.Scheduler;
import io.spillway.testing.JobBuilder;
import io.spillway.testing.TestKafka;
import io.spillway.testing.TestRedis;
import io.spillway.worker.WorkerProcess;
import io.spillway.worker.WorkerSettings;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How much one worker needs to hold many slow streams at once: a real worker, Kafka and Redis, and a scripted provider in
 * a process of its own. Argument: how many streams, 500 if none is given; each is a token every 100 ms for 10 s.
 */
public final class ManySlowStreams {
    private static final int PARTITIONS = 2;
    private static final TargetName TARGET = new TargetName("slow/model");

    private ManySlowStreams() {}

    /** Prints heap after a collection, platform threads and running calls, every second until all have ended. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        int streams = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        Process provider = provider();
        URI baseUrl = URI.create(provider.inputReader(StandardCharsets.UTF_8).readLine());
        script(baseUrl);
        Topics.ensure(TestKafka.bootstrapServers(), PARTITIONS, (short) 1);
        try (Scheduler gateway = Scheduler.connect(TestRedis.address(), "gateway", PARTITIONS);
                LogWriter log = LogWriter.open(TestKafka.bootstrapServers(), Duration.ofSeconds(10));
                ReplayingConsumer _ = ReplayingConsumer.start(
                        TestKafka.bootstrapServers(), Topics.OUTCOMES, "gateways", gateway.outcomesView(_ -> {}));
                WorkerProcess worker = worker(baseUrl, streams)) {
            while (!worker.ready()) {
                Thread.sleep(100);
            }
            System.out.printf("idle: %s%n", figures(worker));
            List<Job> jobs = IntStream.range(0, streams)
                    .mapToObj(n -> JobBuilder.aJob()
                            .partition(n % PARTITIONS)
                            .targets(TARGET.value())
                            .streamed()
                            .build())
                    .toList();
            jobs.forEach(log::append);
            long begun = System.nanoTime();
            int most = 0;
            do {
                Thread.sleep(1000);
                most = Math.max(most, worker.running());
                System.out.printf(
                        "%2d s: %s%n",
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds(), figures(worker));
            } while (worker.running() > 0);
            System.out.printf(
                    "most at once: %d, all ended after %d s%n",
                    most, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
        } finally {
            provider.destroy();
        }
        System.exit(0);
    }

    private static String figures(WorkerProcess worker) {
        int running = worker.running();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long heap = runtime.totalMemory() - runtime.freeMemory();
        return "%d running, %d MB live heap, %d platform threads"
                .formatted(
                        running, heap >> 20, ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static Process provider() throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.spillway.testing.provider.ScriptedProviderMain")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void script(URI baseUrl) throws Exception {
        String script = "{\"replies\":[{\"tokens\":100,\"pace_ms\":100}]}";
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest post = HttpRequest.newBuilder(baseUrl.resolve("/control"))
                    .POST(HttpRequest.BodyPublishers.ofString(script))
                    .build();
            client.send(post, HttpResponse.BodyHandlers.discarding());
        }
    }

    private static WorkerProcess worker(URI baseUrl, int slots) {
        Provider provider = new Provider(
                TARGET.provider(),
                Provider.Kind.OPENAI,
                Optional.of(baseUrl),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false);
        Target target = new Target(
                TARGET,
                TARGET.model(),
                Optional.empty(),
                Pool.CLOUD,
                Set.of(JobType.CHAT),
                JsonNodeFactory.instance.objectNode(),
                Target.Timeouts.DEFAULT,
                Limits.NONE,
                Optional.empty(),
                Optional.empty());
        Cluster cluster = new Cluster(Map.of(provider.name(), provider), Map.of(TARGET, target), Map.of(), List.of());
        WorkerSettings settings = new WorkerSettings(
                "worker-cloud",
                Pool.CLOUD,
                "bench",
                cluster,
                TestKafka.bootstrapServers(),
                TestRedis.address(),
                PARTITIONS,
                (short) 1,
                slots,
                Duration.ofSeconds(2),
                new FolderStore(Path.of(System.getProperty("java.io.tmpdir"), "many-slow-streams")));
        return WorkerProcess.start(settings, new CloudServing(cluster));
    }
}
