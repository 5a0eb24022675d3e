package io.spillway.scheduling.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.testing.JobBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Jobs as a world's clients send them, ids and all drawn from the seed. */
final class DrawnJobs {
    private static final List<Integer> LIVES = List.of(5, 30, 120, 3_600, 86_400, 86_400, 86_400, 86_400, 86_400);

    private static final List<Double> WEIGHTS = List.of(0.5, 2.0, 4.0);

    private final SplittableRandom random;
    private final Shape shape;

    DrawnJobs(SplittableRandom random, Shape shape) {
        this.random = random;
        this.shape = shape;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    Job draw(Instant now) {
        JobBuilder builder = JobBuilder.aJob()
                .acceptedAt(now)
                .tenant(any(shape.tenants()))
                .plan(any(shape.plans()))
                .priority(random.nextInt(10) < 6 ? Job.DEFAULT_PRIORITY : random.nextInt(10))
                .weight(random.nextInt(10) < 7 ? 1 : any(WEIGHTS))
                .endIn(Duration.ofSeconds(any(LIVES)));
        if (random.nextInt(7) == 0) {
            builder.startBy(now.plusSeconds(1 + random.nextInt(20)));
        }
        if (random.nextInt(4) == 0) {
            builder.idempotency("key" + random.nextInt(3), "print" + random.nextInt(8) / 7);
        }
        builder.request(turns());
        Job job = builder.build();
        job = job.reserving(shape.quotas().draw(job.tenant().value(), random));
        return as(job, JobId.create(now, random.nextInt(shape.partitions()), random));
    }

    /** The first turn of one of a few conversations, or the second. */
    private ObjectNode turns() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ArrayNode messages = request.putArray("messages");
        messages.addObject().put("role", "user").put("content", "hello " + random.nextInt(3));
        if (random.nextBoolean()) {
            messages.addObject().put("role", "assistant").put("content", "hello");
            messages.addObject().put("role", "user").put("content", "and now?");
        }
        return request;
    }

    /** The same job under another id. */
    static Job as(Job job, JobId id) {
        return new Job(
                id,
                job.tenant(),
                job.type(),
                job.model(),
                job.plan(),
                job.retry(),
                job.request(),
                job.acceptedAt(),
                job.deadlines(),
                job.priority(),
                job.weight(),
                job.fallback(),
                job.stream(),
                job.metadata(),
                job.idempotency(),
                job.reservation(),
                job.webhook(),
                job.trace(),
                job.key());
    }
}
