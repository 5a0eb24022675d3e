package io.spillway.contract.routing.strategy;

import io.spillway.contract.routing.TargetName;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * All that a strategy decides by; the same facts, and the same numbers drawn, give the same order.
 *
 * @param costs what the job would cost; a target that is not here costs nobody knows how much
 * @param records what targets did recently, as of now; one that is not here did nothing
 * @param turn how many jobs of the route came before
 * @param stickyKey what the job is kept together by, if it has it
 */
public record Facts(
        Map<TargetName, BigDecimal> costs,
        Map<TargetName, TrackRecord> records,
        long turn,
        Optional<String> stickyKey,
        RandomGenerator random) {}
