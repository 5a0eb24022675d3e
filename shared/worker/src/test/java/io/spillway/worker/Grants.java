package io.spillway.worker;

import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Grant;
import io.spillway.scheduling.Held;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A grant with everything usual but what a test says. */
final class Grants {
    private final Job job;
    private Plan plan;
    private int key;
    private final List<Attempt> history = new ArrayList<>();

    private Grants(Job job) {
        this.job = job;
        this.plan = job.plan();
    }

    static Grants of(Job job) {
        return new Grants(job);
    }

    Grants left(String key) {
        plan = Plan.parse(key);
        return this;
    }

    Grants key(int wished) {
        key = wished;
        return this;
    }

    Grants after(String target, String outcome, String detail) {
        history.add(new Attempt(
                history.size() + 1,
                history.size() + 1,
                new TargetName(target),
                job.acceptedAt(),
                job.acceptedAt(),
                outcome,
                detail,
                Optional.empty(),
                Optional.empty()));
        return this;
    }

    /** To the first target of what is left. */
    Grant grant() {
        return new Grant(
                job,
                new Held(job.id(), history.size() + 1L),
                plan.targets().getFirst(),
                key,
                history.size() + 1,
                plan,
                List.copyOf(history),
                false,
                Instant.now());
    }
}
