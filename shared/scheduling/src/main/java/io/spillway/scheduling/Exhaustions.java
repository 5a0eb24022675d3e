package io.spillway.scheduling;

import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Which targets must not be called, until when and why; and the operator's hand in it. */
public final class Exhaustions {
    private final Scripts scripts;
    private final Supplier<BenchWatch> watch;

    Exhaustions(Scripts scripts, Supplier<BenchWatch> watch) {
        this.watch = watch;
        this.scripts = scripts;
    }

    /** How targets stand, in the order asked; {@code keys} says how many keys each has. */
    public List<TargetState> states(Map<TargetName, Integer> keys) throws RedisUnavailable {
        List<Object> arguments = new ArrayList<>();
        keys.forEach((target, count) -> arguments.addAll(List.of(target, count)));
        Reply reply = scripts.look("availability", arguments.toArray());
        return reply.nested(0).stream().map(row -> state(row, reply.now())).toList();
    }

    /** How many jobs wait in the whole cluster. */
    public long waiting() throws RedisUnavailable {
        return scripts.look("availability").number(1);
    }

    /** Takes one of a target's keys out of service. */
    public void set(TargetName target, int key, ExhaustionKind kind, Duration time, String why)
            throws RedisUnavailable {
        scripts.call("bench", target, key, kind.word(), time.toMillis(), why)
                .instant(0)
                .ifPresent(until -> watch.get().benched(new Benched(target.value(), key, kind, until, why)));
    }

    /**
     * Puts one of a target's keys back into service, for the target and for its provider; one probe goes first.
     *
     * @return whether it was out
     */
    public boolean clear(TargetName target, int key) throws RedisUnavailable {
        boolean own = clear(target.value(), key);
        boolean providers = clear(target.provider(), key);
        return own || providers;
    }

    /**
     * Puts one of a target's keys back into service if it is benched as unhealthy, and for no other reason.
     *
     * @return whether it was
     */
    public boolean recover(TargetName target, int key) throws RedisUnavailable {
        boolean recovered = scripts.call("recover", target, key).text(0).equals("cleared");
        if (recovered) {
            watch.get().cleared(target.value(), key);
        }
        return recovered;
    }

    private boolean clear(String scope, int key) {
        boolean cleared = scripts.call("clear", scope, key).text(0).equals("cleared");
        // Told even if nothing was out: what is kept could be what Redis has lost.
        watch.get().cleared(scope, key);
        return cleared;
    }

    /** Takes a key out of service until a time that was remembered, unless that is over or known. */
    void restore(Benched bench) throws RedisUnavailable {
        scripts.call(
                "restore",
                bench.scope(),
                bench.key(),
                bench.kind().word(),
                bench.until().toEpochMilli(),
                bench.why());
    }

    private static TargetState state(List<?> row, Instant now) {
        List<TargetState.Key> keys = ((List<?>) row.get(3))
                .stream().map(key -> key((List<?>) key, now)).toList();
        return new TargetState(
                new TargetName(String.valueOf(row.get(0))),
                Long.parseLong(String.valueOf(row.get(1))),
                Long.parseLong(String.valueOf(row.get(2))),
                keys);
    }

    private static TargetState.Key key(List<?> row, Instant now) {
        Instant back = Instant.ofEpochMilli(Long.parseLong(String.valueOf(row.get(1))));
        String allowed = String.valueOf(row.get(4));
        boolean out = back.isAfter(now);
        return new TargetState.Key(
                Integer.parseInt(String.valueOf(row.get(0))),
                out ? Optional.of(back) : Optional.empty(),
                out ? Optional.of(kind(String.valueOf(row.get(2)))) : Optional.empty(),
                out ? String.valueOf(row.get(3)) : "",
                allowed.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(allowed)),
                left(row, 5),
                left(row, 7));
    }

    private static Optional<TargetState.Left> left(List<?> row, int at) {
        String remaining = String.valueOf(row.get(at));
        return remaining.isEmpty()
                ? Optional.empty()
                : Optional.of(new TargetState.Left(
                        Long.parseLong(remaining),
                        Instant.ofEpochMilli(Long.parseLong(String.valueOf(row.get(at + 1))))));
    }

    private static ExhaustionKind kind(String word) {
        return ExhaustionKind.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
