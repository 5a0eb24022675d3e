package io.spillway.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.Idempotency;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobType;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A job with everything usual but what a test says. */
public final class JobBuilder {
    private TenantId tenant = TenantId.DEFAULT;
    private List<Plan.Choice> choices = List.of(choice("gguf/demo", Duration.ofSeconds(2)));
    private Retry retry = Retry.DEFAULT;
    private Instant acceptedAt = Instant.now();
    private Optional<Instant> startBy = Optional.empty();
    private Duration endIn = Deadlines.DEFAULT_END_BY;
    private Duration runTimeout = Deadlines.DEFAULT_RUN_TIMEOUT;
    private int priority = Job.DEFAULT_PRIORITY;
    private double weight = Job.DEFAULT_WEIGHT;
    private int partition;
    private boolean stream;
    private JobType type = JobType.CHAT;
    private Optional<Idempotency> idempotency = Optional.empty();
    private Optional<String> webhook = Optional.empty();

    private JobBuilder() {}

    /** A chat job of the default tenant for the target {@code gguf/demo}, in partition 0. */
    public static JobBuilder aJob() {
        return new JobBuilder();
    }

    /** Its targets, best first, each with the usual patience. */
    public JobBuilder targets(String... targets) {
        List<Plan.Choice> list = new ArrayList<>();
        for (String target : targets) {
            list.add(choice(target, Plan.Choice.DEFAULT_PATIENCE));
        }
        choices = list;
        return this;
    }

    public JobBuilder plan(Plan plan) {
        choices = plan.choices();
        return this;
    }

    public JobBuilder tenant(String name) {
        tenant = new TenantId(name);
        return this;
    }

    public JobBuilder acceptedAt(Instant at) {
        acceptedAt = at;
        return this;
    }

    public JobBuilder startBy(Instant at) {
        startBy = Optional.of(at);
        return this;
    }

    public JobBuilder endIn(Duration time) {
        endIn = time;
        return this;
    }

    public JobBuilder runTimeout(Duration time) {
        runTimeout = time;
        return this;
    }

    public JobBuilder retry(Retry wished) {
        retry = wished;
        return this;
    }

    public JobBuilder priority(int wished) {
        priority = wished;
        return this;
    }

    /** The tenant's, 0.1 to 100. */
    public JobBuilder weight(double wished) {
        weight = wished;
        return this;
    }

    public JobBuilder partition(int wished) {
        partition = wished;
        return this;
    }

    public JobBuilder type(JobType wished) {
        type = wished;
        return this;
    }

    public JobBuilder streamed() {
        stream = true;
        return this;
    }

    public JobBuilder idempotency(String key, String fingerprint) {
        idempotency = Optional.of(new Idempotency(key, fingerprint));
        return this;
    }

    /** The endpoint that is told of its end. */
    public JobBuilder webhook(String endpoint) {
        webhook = Optional.of(endpoint);
        return this;
    }

    public Job build() {
        return new Job(
                        JobId.create(acceptedAt, partition, RandomGenerator.getDefault()),
                        tenant,
                        type,
                        "default",
                        new Plan(choices),
                        retry,
                        request(),
                        acceptedAt,
                        new Deadlines(startBy, runTimeout, acceptedAt.plus(endIn), Deadlines.DEFAULT_RESULT_TTL),
                        priority,
                        weight,
                        true,
                        stream,
                        Map.of(),
                        idempotency)
                .telling(webhook);
    }

    private static Plan.Choice choice(String target, Duration patience) {
        return new Plan.Choice(new TargetName(target), patience);
    }

    private static ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putArray("messages").addObject().put("role", "user").put("content", "hello");
        return request;
    }
}
