package io.spillway.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Deadlines;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobType;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Retry;
import io.spillway.contract.routing.TargetName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes the jobs that wait: short chats of twenty tenants, three priorities and three plans in turn. */
final class WaitingJobs {
    /** The targets the plans are made of. */
    static final List<TargetName> TARGETS =
            List.of(new TargetName("openai/a"), new TargetName("openai/b"), new TargetName("gguf/c"));

    private static final int TENANTS = 20;
    private static final List<Integer> PRIORITIES = List.of(2, 5, 8);
    private static final List<Plan> PLANS =
            List.of(plan("openai/a", "openai/b", "gguf/c"), plan("openai/b", "gguf/c"), plan("gguf/c"));

    private final RandomGenerator random = RandomGenerator.getDefault();
    private int made;

    Job next() {
        int number = made++;
        Instant now = Instant.now();
        return new Job(
                JobId.create(now, 0, random),
                new TenantId("tenant" + number % TENANTS),
                JobType.CHAT,
                "default",
                PLANS.get(number % PLANS.size()),
                Retry.DEFAULT,
                request(),
                now,
                new Deadlines(
                        Optional.empty(),
                        Deadlines.DEFAULT_RUN_TIMEOUT,
                        now.plus(Deadlines.DEFAULT_END_BY),
                        Deadlines.DEFAULT_RESULT_TTL),
                PRIORITIES.get(number % PRIORITIES.size()),
                Job.DEFAULT_WEIGHT,
                true,
                false,
                Map.of(),
                Optional.empty());
    }

    private static Plan plan(String... targets) {
        return new Plan(Arrays.stream(targets)
                .map(target -> new Plan.Choice(new TargetName(target), Plan.Choice.DEFAULT_PATIENCE))
                .toList());
    }

    private static ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putArray("messages").addObject().put("role", "user").put("content", "hello");
        return request;
    }
}
