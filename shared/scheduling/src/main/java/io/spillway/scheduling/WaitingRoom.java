package io.spillway.scheduling;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.job.JobId;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Where jobs wait until a worker can run them. */
public final class WaitingRoom {
    private final Scripts scripts;

    WaitingRoom(Scripts scripts) {
        this.scripts = scripts;
    }

    /**
     * Takes up to {@code most} jobs for {@code worker}: of all that its offers can serve now the ones that are due
     * first. Each is the worker's until its lease lapses.
     */
    public Taken take(String worker, int most, List<Offer> offers, Duration lease) throws RedisUnavailable {
        List<Object> arguments = new ArrayList<>(List.of(worker, most, lease.toMillis()));
        for (Offer offer : offers) {
            arguments.addAll(List.of(
                    offer.target(),
                    offer.keys(),
                    offer.primary(),
                    offer.slots(),
                    offer.limits().concurrency().orElse(0),
                    offer.limits().rpm().orElse(0),
                    offer.limits().tpm().orElse(0),
                    offer.keepsPrefixes() ? 1 : 0));
        }
        Reply reply = scripts.call("take", arguments.toArray());
        Instant now = reply.now();
        List<Grant> grants = reply.rows(1).stream().map(row -> grant(row, now)).toList();
        return new Taken(grants, Duration.ofMillis(reply.number(0)));
    }

    private static Grant grant(List<String> row, Instant now) {
        return new Grant(
                Wire.job(row.get(7).getBytes(StandardCharsets.UTF_8)),
                new Held(new JobId(row.get(0)), Long.parseLong(row.get(1))),
                new TargetName(row.get(2)),
                Integer.parseInt(row.get(3)),
                Integer.parseInt(row.get(4)),
                Plan.parse(row.get(5)),
                attempts(row.get(6)),
                row.get(8).equals("1"),
                now);
    }

    /** The attempts that scripts keep as JSON objects joined by commas. */
    static List<Attempt> attempts(String text) {
        List<Attempt> attempts = new ArrayList<>();
        for (JsonNode node : Wire.value("[" + text + "]", JsonNode.class)) {
            attempts.add(Wire.value(node.toString(), Attempt.class));
        }
        return List.copyOf(attempts);
    }
}
