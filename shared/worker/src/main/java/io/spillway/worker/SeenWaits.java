package io.spillway.worker;

import io.spillway.contract.call.Waits;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Outlook;
import io.spillway.scheduling.RedisUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** What waits in the cluster, as this worker last saw it: looked at once a second while somebody asks. */
final class SeenWaits implements Waits {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Outlook outlook;
    private final LongSupplier clock;
    private volatile Seen seen;

    private record Seen(List<List<TargetName>> plans, long at) {}

    /** @param clock nanoseconds that only go forward */
    SeenWaits(Outlook outlook, LongSupplier clock) {
        this.outlook = outlook;
        this.clock = clock;
        this.seen = new Seen(List.of(), clock.getAsLong() - FRESH_NANOS);
    }

    @Override
    public List<List<TargetName>> plans() {
        Seen last = seen;
        long now = clock.getAsLong();
        if (now - last.at() < FRESH_NANOS) {
            return last.plans();
        }
        Seen fresh = new Seen(look(), now);
        seen = fresh;
        return fresh.plans();
    }

    /** While Redis is away nothing can be taken, so nothing is worth loading for. */
    private List<List<TargetName>> look() {
        try {
            return outlook.waiting().stream()
                    .filter(waits -> waits.waiting() > 0)
                    .map(waits -> targets(waits.plan()))
                    .toList();
        } catch (RedisUnavailable e) {
            return List.of();
        }
    }

    private static List<TargetName> targets(Plan plan) {
        return plan.choices().stream().map(Plan.Choice::target).toList();
    }
}
