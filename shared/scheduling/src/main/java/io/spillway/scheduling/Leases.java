package io.spillway.scheduling;

import io.spillway.contract.job.JobId;
import io.spillway.contract.outcome.Allowance;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a worker does with the jobs it holds. */
public final class Leases {
    private final Scripts scripts;
    private final Supplier<BenchWatch> watch;

    Leases(Scripts scripts, Supplier<BenchWatch> watch) {
        this.watch = watch;
        this.scripts = scripts;
    }

    /** Extends the leases of everything {@code worker} is running, and keeps its report for as long as they last. */
    public Renewed renew(WorkerReport worker, Collection<Grant> running, Duration lease) throws RedisUnavailable {
        List<Object> arguments =
                new ArrayList<>(List.of(worker.id(), Wire.text(worker), lease.toMillis(), lease.toMillis()));
        for (Grant grant : running) {
            arguments.addAll(List.of(grant.job().id(), grant.lease().fence(), grant.target(), grant.key()));
        }
        Reply reply = scripts.call("renew", arguments.toArray());
        return new Renewed(leases(reply.rows(0)), leases(reply.rows(1)));
    }

    /**
     * Lets a job go on after an attempt without a result, whose record is in the log already.
     *
     * @param ended the attempt; empty if the worker gives the job back untried
     * @return whether the lease was still the worker's
     */
    public boolean spill(Held held, Optional<Attempt> ended, Spill spill) throws RedisUnavailable {
        List<Object> arguments = new ArrayList<>(List.of(
                held.job(),
                held.fence(),
                ended.map(Attempt::number).orElse(0),
                spill.left().key(),
                spill.delay().toMillis()));
        arguments.addAll(spill.bench()
                .<List<Object>>map(bench -> List.of(
                        bench.scope(),
                        bench.key(),
                        bench.kind().word(),
                        bench.time().map(time -> Long.toString(time.toMillis())).orElse(""),
                        bench.detail()))
                .orElse(List.of("", "", "", "", "")));
        arguments.add(ended.map(Wire::text).orElse(""));
        Reply reply = scripts.call("spill", arguments.toArray());
        reply.instant(1)
                .ifPresent(until -> spill.bench()
                        .ifPresent(bench -> watch.get()
                                .benched(
                                        new Benched(bench.scope(), bench.key(), bench.kind(), until, bench.detail()))));
        return reply.text(0).equals("ok");
    }

    /**
     * Turns a lease into one that only ends the job; asked before an end is written that is no success.
     *
     * @return whether the lease was still the worker's; if not, nothing may be written
     */
    public boolean end(Held held) throws RedisUnavailable {
        return scripts.call("ending", held.job(), held.fence()).text(0).equals("ok");
    }

    /**
     * Passes on that the first content of a call's answer has come: while its key proves itself after an exhaustion, more
     * calls may begin from then on. Counts once for a lease, and only while that is on.
     */
    public void answers(Grant grant) throws RedisUnavailable {
        heard(grant, true, List.of("", "", "", "", "", ""));
    }

    /**
     * Passes on what a provider said, with the answer to a call, remains of its limits. Calls are held back by it until its
     * reset, at most an hour; an answer to an older call than the one known says nothing.
     *
     * @param age how long ago it was said
     */
    public void remains(Grant grant, Allowance allowance, Duration age) throws RedisUnavailable {
        heard(
                grant,
                false,
                Stream.of(allowance.requests(), allowance.tokens())
                        .flatMap(window -> window.map(said -> Stream.of(
                                        Long.toString(said.remaining()),
                                        said.limit().isPresent()
                                                ? Long.toString(said.limit().getAsLong())
                                                : "",
                                        Long.toString(said.reset().minus(age).toMillis())))
                                .orElse(Stream.of("", "", "")))
                        .toList());
    }

    private void heard(Grant grant, boolean content, List<String> windows) {
        List<Object> arguments = new ArrayList<>(
                List.of(grant.lease().job(), grant.lease().fence(), grant.target(), grant.key(), content ? "1" : "0"));
        arguments.addAll(windows);
        scripts.call("heard", arguments.toArray());
    }

    /** Says that a worker will not report any more. */
    public void leave(String worker) throws RedisUnavailable {
        scripts.call("leave", worker);
    }

    private static Set<Held> leases(List<List<String>> rows) {
        return rows.stream()
                .map(row -> new Held(new JobId(row.get(0)), Long.parseLong(row.get(1))))
                .collect(Collectors.toUnmodifiableSet());
    }
}
