package io.spillway.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.call.Device;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.ClusterFile;
import io.spillway.contract.cluster.Route;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import io.spillway.log.LogWriter;
import io.spillway.log.ReplayingConsumer;
import io.spillway.log.Topics;
import io.spillway.log.artifact.FolderStore;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.TargetState;
import io.spillway.testing.JobBuilder;
import io.spillway.testing.TestKafka;
import io.spillway.testing.TestRedis;
import io.spillway.worker.WorkerProcess;
import io.spillway.worker.WorkerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.awaitility.Awaitility.await;

/** A guide's own {@code spillway.yaml} at work: a real worker, Kafka and Redis; the test is the gateway. */
final class GuideCluster implements AutoCloseable {
    private static final int PARTITIONS = 2;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final Scheduler gateway;
    private final LogWriter log;
    private final ReplayingConsumer outcomes;
    private final WorkerProcess worker;

    /** @param environment what the file's variables stand for */
    static GuideCluster of(String guide, Map<String, String> environment, Path artifacts) {
        Path file = Path.of("..", "docs", "guides", guide, "spillway.yaml");
        return new GuideCluster(ClusterFile.read(file, environment::get), artifacts);
    }

    private GuideCluster(Cluster cluster, Path artifacts) {
        this.cluster = cluster;
        Topics.ensure(TestKafka.bootstrapServers(), PARTITIONS, (short) 1);
        gateway = Scheduler.connect(TestRedis.address(), "gateway", PARTITIONS);
        log = LogWriter.open(TestKafka.bootstrapServers(), Duration.ofSeconds(10));
        outcomes = ReplayingConsumer.start(
                TestKafka.bootstrapServers(), Topics.OUTCOMES, "gateways", gateway.outcomesView(_ -> {}));
        WorkerSettings settings = new WorkerSettings(
                "worker-cloud",
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
        worker = WorkerProcess.start(settings, new CloudServing(cluster));
        await().atMost(SOON).until(worker::ready);
    }

    /** What became of a chat that names {@code model} and says {@code prompt}. */
    JobView chat(String model, String prompt) {
        return ended(submitChat(model, prompt));
    }

    Job submitChat(String model, String prompt) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return submit(model, JobType.CHAT, request);
    }

    /** What became of a request to speak {@code text}. */
    JobView speech(String model, String text) {
        return ended(submit(
                model, JobType.SPEECH, JsonNodeFactory.instance.objectNode().put("input", text)));
    }

    /** What became of a request for a picture of {@code prompt}. */
    JobView image(String model, String prompt) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        return ended(submit(model, JobType.IMAGE, request.put("prompt", prompt).put("size", "320x200")));
    }

    /** Planned as the gateway does it: over the route's targets that have the type, in their order. */
    private Job submit(String model, JobType type, ObjectNode request) {
        Route route = cluster.route(model).orElseThrow();
        List<Plan.Choice> able = route.plan().choices().stream()
                .filter(choice -> cluster.targets().get(choice.target()).types().contains(type))
                .toList();
        Job job = JobBuilder.aJob()
                .plan(new Plan(able))
                .type(type)
                .request(request)
                .retry(route.retry())
                .build();
        log.append(job);
        return job;
    }

    /** What a job waits for; empty while it does not. */
    String waitsFor(Job job) {
        JobView view = view(job);
        return view == null ? "" : view.queue().map(JobView.Queue::reason).orElse("");
    }

    /** What became of a job, once it has ended. */
    JobView ended(Job job) {
        return await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .until(() -> view(job), view -> view != null && view.status().ended());
    }

    private JobView view(Job job) {
        return gateway.views().look(job.id(), job.tenant()) instanceof Look.Found found ? found.view() : null;
    }

    /** A device says that it is there, as the gateway writes it down. */
    void register(String name, URI baseUrl) {
        Instant now = Instant.now();
        Duration time = Duration.ofMinutes(5);
        gateway.devices().register(new Device(name, baseUrl, List.of(), now, now.plus(time)), time);
        cluster.targets().keySet().stream()
                .filter(target -> target.provider().equals(name))
                .forEach(target -> gateway.exhaustions().recover(target, 0));
    }

    /** A device says that it leaves, as the gateway writes it down. */
    void leave(String name) {
        gateway.devices().forget(name);
        cluster.targets().keySet().stream()
                .filter(target -> target.provider().equals(name))
                .forEach(target -> gateway.exhaustions()
                        .set(target, 0, ExhaustionKind.UNHEALTHY, Duration.ofSeconds(30), "the device has left"));
    }

    /** How a target stands. */
    TargetState state(String target) {
        return gateway.exhaustions().states(Map.of(new TargetName(target), 1)).getFirst();
    }

    /** The path a job took, {@code target: outcome} for each attempt. */
    static List<String> path(JobView view) {
        return view.attempts().stream().map(GuideCluster::step).toList();
    }

    private static String step(Attempt attempt) {
        return attempt.target() + ": " + attempt.outcome();
    }

    @Override
    public void close() {
        cluster.providers().keySet().forEach(gateway.devices()::forget);
        worker.close();
        outcomes.close();
        log.close();
        gateway.close();
    }
}
