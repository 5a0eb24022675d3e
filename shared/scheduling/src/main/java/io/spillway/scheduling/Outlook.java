package io.spillway.scheduling;

import io.spillway.contract.routing.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What waits in the whole cluster, and what each gateway has counted of what comes and goes. */
public final class Outlook {
    /** Of more tenants than this in one plan, those whose turn is next stand for all. */
    private static final int TENANTS = 100;

    private final Scripts scripts;

    Outlook(Scripts scripts) {
        this.scripts = scripts;
    }

    /** Everything that waits, by plan. */
    public List<PlanWaiting> waiting() throws RedisUnavailable {
        return scripts.look("waits", TENANTS).rows(0).stream()
                .map(row -> new PlanWaiting(
                        Plan.parse(row.get(0)),
                        Long.parseLong(row.get(1)),
                        Optional.of(row.get(2))
                                .filter(text -> !text.isEmpty())
                                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)))))
                .toList();
    }

    /**
     * Leaves this gateway's count for the others.
     *
     * @param count in the gateways' own form
     * @param life how long it says anything
     * @return the counts of all gateways, this one's among them
     */
    public List<String> exchange(String count, Duration life) throws RedisUnavailable {
        return scripts.call("pace", scripts.process(), count, life.toMillis()).texts(0);
    }
}
