package io.spillway.gateway.forecast;

import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.routing.strategy.TrackRecord;
import io.spillway.gateway.outcomes.TrackRecords;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.PlanWaiting;
import io.spillway.scheduling.TargetState;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How long jobs will have to wait: by the slots of the workers, the limits, the resets and the ramp after them, how
 * long calls took lately, and who else waits for the same targets. What is not known is not said.
 */
@Singleton
public class Estimates {
    private static final double MINUTE_S = 60;

    private final SceneFeed feed;
    private final TrackRecords records;
    private final Cluster cluster;

    Estimates(SceneFeed feed, TrackRecords records, Cluster cluster) {
        this.feed = feed;
        this.records = records;
        this.cluster = cluster;
    }

    /** The job with an estimate of its start, where it waits for its turn; one beyond its deadline is not told. */
    public JobView told(JobView view) {
        return view.queue()
                .filter(queue -> queue.position() > 0 && feed.fresh().isPresent())
                // Nobody can say more than when its window ends.
                .filter(queue -> !queue.reason().equals(JobView.FOR_QUOTA))
                .map(queue -> view.startingAt(ofPlace(queue.position(), queue.targets())
                        .map(Instant.now()::plus)
                        .filter(view.job().deadlines().due()::isAfter)))
                .orElse(view);
    }

    /** From now until the job at {@code position} (1 is next) of those that wait with these targets begins. */
    private Optional<Duration> ofPlace(long position, List<JobView.Stop> stops) {
        List<TargetName> same = names(stops);
        return feed.fresh().flatMap(scene -> {
            long together = waiting(scene, plan -> plan.targets().equals(same));
            return estimate(position, stops, scene, Math.max(position, together));
        });
    }

    /**
     * From now until a job begins that comes now, behind all that may go to the same targets.
     *
     * @param stops the targets as they stand now
     */
    public Optional<Duration> ofNewcomer(List<JobView.Stop> stops) {
        // A strategy may have drawn another order for each.
        Set<TargetName> same = Set.copyOf(names(stops));
        return feed.fresh().flatMap(scene -> {
            long place = 1 + waiting(scene, plan -> Set.copyOf(plan.targets()).equals(same));
            return estimate(place, stops, scene, place);
        });
    }

    private Optional<Duration> estimate(long position, List<JobView.Stop> stops, Scene scene, long together) {
        Map<TargetName, TrackRecord> known = records.asOf(Instant.now());
        List<Capacity> capacities = stops.stream()
                .map(stop -> capacity(
                        stop,
                        scene,
                        known.getOrDefault(stop.target(), TrackRecord.NONE),
                        share(together, waiting(scene, plan -> plan.targets().contains(stop.target())))))
                .toList();
        OptionalDouble seconds = StartEstimate.seconds(position, capacities);
        return seconds.isPresent()
                ? Optional.of(Duration.ofMillis(Math.round(seconds.getAsDouble() * 1_000)))
                : Optional.empty();
    }

    /** What was seen of the target lately, but its reset as it is now. */
    private Capacity capacity(JobView.Stop stop, Scene scene, TrackRecord record, double share) {
        Limits limits = Optional.ofNullable(cluster.targets().get(stop.target()))
                .map(Target::limits)
                .orElse(Limits.NONE);
        Optional<TargetState> state = scene.target(stop.target());
        long keys = Math.max(1, state.map(Estimates::usableKeys).orElse(1L));
        long slots = scene.slots(stop.target());
        return new Capacity(
                stop.until().map(Estimates::seconds).orElse(0.0),
                limits.concurrency().isPresent()
                        ? Math.min(slots, keys * limits.concurrency().getAsInt())
                        : slots,
                state.map(TargetState::running).orElse(0L),
                record.completed() > 0 ? OptionalDouble.of(record.secondsPerAnswer()) : OptionalDouble.empty(),
                limits.rpm().isPresent() ? keys * limits.rpm().getAsInt() / MINUTE_S : Double.MAX_VALUE,
                !stop.available() || state.filter(Estimates::proves).isPresent(),
                share);
    }

    private static long usableKeys(TargetState state) {
        return state.keys().stream().filter(key -> key.until().isEmpty()).count();
    }

    private static boolean proves(TargetState state) {
        return state.keys().stream().allMatch(key -> key.allowed().isPresent());
    }

    /** What falls to those that wait together of a target that {@code all} wait for. */
    private static double share(long together, long all) {
        return (double) together / Math.max(together, all);
    }

    private static double seconds(Instant until) {
        return Math.max(0, Duration.between(Instant.now(), until).toMillis() / 1_000.0);
    }

    private static long waiting(Scene scene, Predicate<Plan> which) {
        return scene.waits().stream()
                .filter(each -> which.test(each.plan()))
                .mapToLong(PlanWaiting::waiting)
                .sum();
    }

    private static List<TargetName> names(List<JobView.Stop> stops) {
        return stops.stream().map(JobView.Stop::target).toList();
    }
}
