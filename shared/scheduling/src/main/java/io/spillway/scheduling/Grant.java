package io.spillway.scheduling;

import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import java.time.Instant;
import java.util.List;

/**
 * A job a worker has been given to run.
 *
 * @param target the target to call
 * @param key which of the target's API keys to use, from 0
 * @param attempt the number of the attempt this is, from 1
 * @param plan what is left of the job's route, this target included
 * @param history the attempts that have ended
 * @param proving whether the key proves itself after an exhaustion: its first content is worth telling
 * @param grantedAt now on Redis' clock, on which all deadlines are judged
 */
public record Grant(
        Job job,
        Held lease,
        TargetName target,
        int key,
        int attempt,
        Plan plan,
        List<Attempt> history,
        boolean proving,
        Instant grantedAt) {}
