package io.spillway.gateway.watching;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.backbone.Draining;
import io.spillway.scheduling.Look;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Predicate;

/** Holds a caller until a job is as wished, or its patience is over. Made to be called on a virtual thread. */
@Singleton
public class Waiting {
    /** A notification that got lost costs no more than this at first, and the same again and again up to the cap. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN_AT_MOST = Duration.ofSeconds(5);

    private final Lookout lookout;
    private final Changes changes;
    private final Draining draining;

    Waiting(Lookout lookout, Changes changes, Draining draining) {
        this.lookout = lookout;
        this.changes = changes;
        this.draining = draining;
    }

    /** The job once it has ended, or as it stands when {@code patience} is over or the process drains. */
    public Look untilEnded(JobId id, TenantId tenant, Duration patience) {
        return until(id, tenant, patience, Waiting::ended);
    }

    /** The job once it can be seen, or what there is when {@code patience} is over. */
    public Look untilSeen(JobId id, TenantId tenant, Duration patience) {
        return until(id, tenant, patience, look -> look instanceof Look.Found);
    }

    /** What there is of the job once that is as {@code wished}, or when {@code patience} is over. */
    public Look untilSo(JobId id, TenantId tenant, Duration patience, Predicate<Look> wished) {
        return until(id, tenant, patience, wished);
    }

    private static boolean ended(Look look) {
        return switch (look) {
            case Look.Found(var view) -> view.status().ended();
            case Look.Unknown _ -> true;
            case Look.Resting _ -> false;
        };
    }

    private Look until(JobId id, TenantId tenant, Duration patience, Predicate<Look> wished) {
        long deadline = System.nanoTime() + patience.toNanos();
        Duration again = LOOK_AGAIN;
        try (Watch watch = changes.watch(id)) {
            while (true) {
                Look look = lookout.look(id, tenant);
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                if (wished.test(look) || !left.isPositive() || draining.begun()) {
                    return look;
                }
                boolean changed = watch.await(left.compareTo(again) < 0 ? left : again);
                again = changed ? LOOK_AGAIN : least(again.multipliedBy(2), LOOK_AGAIN_AT_MOST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lookout.look(id, tenant);
        }
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
