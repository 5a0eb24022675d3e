package io.spillway.gateway.ops;

import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.availability.Standing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.Exhaustions;
import io.spillway.scheduling.TargetState;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes targets out of service and puts them back, by hand. */
@Singleton
class Exhausting {
    private static final Logger LOG = Logger.getLogger(Exhausting.class);

    private static final Duration FOR_GOOD = Duration.ofDays(366);

    private final Backbone backbone;
    private final Standing standing;

    Exhausting(Backbone backbone, Standing standing) {
        this.backbone = backbone;
        this.standing = standing;
    }

    /**
     * What clearing has done.
     *
     * @param cleared whether anything was out
     * @param eligible jobs that could not go to the target before and can now
     */
    record Clearing(boolean cleared, long eligible, TargetState after) {}

    void set(TargetName target, ExhaustionRequest request) {
        keys(target, request.key())
                .forEach(key -> exhaustions().set(target, key, request.kind(), request.time(), request.why()));
        LOG.infof(
                "out of service target=%s key=%s kind=%s time=%s",
                target, word(request.key()), request.kind().word(), request.time());
    }

    Clearing clear(TargetName target, OptionalInt key) {
        boolean usable = standing.look().of(target).available();
        long cleared = keys(target, key)
                .filter(number -> exhaustions().clear(target, number))
                .count();
        TargetState after = standing.look().of(target);
        LOG.infof("back in service target=%s key=%s keys_cleared=%d", target, word(key), cleared);
        return new Clearing(cleared > 0, !usable && after.available() ? after.waiting() : 0, after);
    }

    /** Takes a target out of service until further notice, or puts back what was taken out so or in another way. */
    void enable(TargetName target, boolean enabled) {
        if (enabled) {
            clear(target, OptionalInt.empty());
        } else {
            set(target, new ExhaustionRequest(OptionalInt.empty(), ExhaustionKind.OPERATOR, FOR_GOOD, "disabled"));
        }
    }

    /** The key that a query names, if it names one. */
    static OptionalInt key(@Nullable String text, int keys) throws Refusal {
        if (text == null) {
            return OptionalInt.empty();
        }
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) >= keys) {
            throw Refusal.of(
                    Problem.Kind.MALFORMED,
                    List.of(new Problem.FieldError("key", "should be a whole number from 0 to " + (keys - 1))));
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    private IntStream keys(TargetName target, OptionalInt one) {
        return one.isPresent() ? IntStream.of(one.getAsInt()) : IntStream.range(0, standing.keys(target));
    }

    private static String word(OptionalInt key) {
        return key.isPresent() ? Integer.toString(key.getAsInt()) : "all";
    }

    private Exhaustions exhaustions() {
        return backbone.connections().scheduler().exhaustions();
    }
}
